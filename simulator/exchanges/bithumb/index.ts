import type { Exchange } from '../registry.js';
import { FEE_TERMS } from '../kit/korean/fees.js';
import { Nonces } from '../kit/korean/nonces.js';
import { controlOf, RateLimits } from '../kit/korean/rate-limits.js';
import type { KoreanFront } from '../kit/korean/rest.js';
import { createPrivateStream } from '../kit/korean/stream.js';
import { Market } from '../../market/market.js';
import { settleInCash } from '../../market/settle-cash.js';
import { BITHUMB_INSTRUMENTS } from './instruments.js';
import { createBithumbRest } from './rest.js';
import { BITHUMB, BITHUMB_LIMITS } from './dialect.js';
import { bithumbEvents } from './stream-frames.js';

const IDLE_MS = 120_000;

/** Bithumb: one spot market, whose coins are traded for won. */
export const bithumb: Exchange = {
  name: 'bithumb',

  createMarkets: () => [
    new Market({
      name: 'bithumb',
      instruments: BITHUMB_INSTRUMENTS,
      settlement: settleInCash(FEE_TERMS),
      firstOrderId: 3_152_350_309,
      clientIds: 'for-ever',
      // How a market buy ends is not known; Upbit, whose rules these are, cancels what is left.
      cancelsUnspent: true,
      refusesUnfillable: false,
      endsUnfilled: 'CANCELLED',
      endsTaking: 'CANCELLED',
      wireIds: BITHUMB.ids,
    }),
  ],

  create(engine, { limits = {}, streamIdleMs = IDLE_MS }) {
    const rates = new RateLimits(limits.bithumb ?? BITHUMB_LIMITS, {});
    const front: KoreanFront = { engine, exchange: BITHUMB, limits: rates, nonces: new Nonces() };
    const stream = createPrivateStream(front, {
      path: '/websocket/v2/private',
      isBinary: false,
      idleMs: streamIdleMs,
      events: (update, now) => bithumbEvents(front, update, now),
    });
    return {
      rest: [createBithumbRest(front)],
      streams: [stream],
      limits: { bithumb: controlOf(rates) },
    };
  },
};
