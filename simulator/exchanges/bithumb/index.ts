import { createKoreanExchange } from '../kit/korean/exchange.js';
import { BITHUMB, BITHUMB_LIMITS } from './dialect.js';
import { BITHUMB_INSTRUMENTS } from './instruments.js';
import { BITHUMB_ROUTES } from './routes.js';
import { BITHUMB_FRAMES } from './stream-frames.js';

/** Bithumb: one spot market, where coins are traded for won. */
export const bithumb = createKoreanExchange({
  name: 'bithumb',
  dialect: BITHUMB,
  instruments: BITHUMB_INSTRUMENTS,
  firstOrderId: 3_152_350_309,
  clientIds: 'for-ever',
  // `done`, as its list of orders shows. That it also ends a market buy so is not documented.
  endsPartlyFilled: 'EXPIRED',
  limits: BITHUMB_LIMITS,
  groupLabels: {},
  prefix: '/',
  routes: BITHUMB_ROUTES,
  frames: BITHUMB_FRAMES,
});
