import { createKoreanExchange } from '../kit/korean/exchange.js';
import { upbitControls } from './controls.js';
import { UPBIT, UPBIT_GROUPS, UPBIT_LIMITS } from './dialect.js';
import { UPBIT_INSTRUMENTS } from './instruments.js';
import { UPBIT_ROUTES } from './routes.js';
import { UPBIT_FRAMES } from './stream-frames.js';

/** Upbit: one spot market, where coins are traded for won, bitcoin or USDT. */
export const upbit = createKoreanExchange({
  name: 'upbit',
  dialect: UPBIT,
  instruments: UPBIT_INSTRUMENTS,
  firstOrderId: 1_000_000_001,
  clientIds: 'even-if-refused',
  limits: UPBIT_LIMITS,
  groupLabels: UPBIT_GROUPS,
  prefix: '/v1/',
  routes: UPBIT_ROUTES,
  controls: upbitControls,
  frames: UPBIT_FRAMES,
});
