import type { Exchange } from '../registry.js';
import { FEE_TERMS } from '../kit/korean/fees.js';
import { Nonces } from '../kit/korean/nonces.js';
import { controlOf, RateLimits } from '../kit/korean/rate-limits.js';
import type { KoreanFront } from '../kit/korean/rest.js';
import { createPrivateStream } from '../kit/korean/stream.js';
import { Market } from '../../market/market.js';
import { settleInCash } from '../../market/settle-cash.js';
import { UPBIT_INSTRUMENTS } from './instruments.js';
import { createUpbitRest } from './rest.js';
import { UPBIT, UPBIT_GROUPS, UPBIT_LIMITS } from './dialect.js';
import { simplified, upbitEvents } from './stream-frames.js';

const IDLE_MS = 120_000;

/** Upbit: one spot market, whose coins are traded for won, bitcoin or dollars. */
export const upbit: Exchange = {
  name: 'upbit',

  createMarkets: () => [
    new Market({
      name: 'upbit',
      instruments: UPBIT_INSTRUMENTS,
      settlement: settleInCash(FEE_TERMS),
      firstOrderId: 1_000_000_001,
      clientIds: 'even-if-refused',
      cancelsUnspent: true,
      refusesUnfillable: false,
      endsUnfilled: 'CANCELLED',
      endsTaking: 'CANCELLED',
      wireIds: UPBIT.ids,
    }),
  ],

  create(engine, { limits = {}, streamIdleMs = IDLE_MS }) {
    const rates = new RateLimits(limits.upbit ?? UPBIT_LIMITS, UPBIT_GROUPS);
    const front: KoreanFront = { engine, exchange: UPBIT, limits: rates, nonces: new Nonces() };
    const stream = createPrivateStream(front, {
      path: '/websocket/v1/private',
      isBinary: true,
      idleMs: streamIdleMs,
      events: (update, now) => upbitEvents(front, update, now),
      simplified,
    });
    return {
      rest: [createUpbitRest(front)],
      streams: [stream],
      limits: { upbit: controlOf(rates) },
    };
  },
};
