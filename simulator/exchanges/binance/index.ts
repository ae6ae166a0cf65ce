import type { Exchange } from '../registry.js';
import { Market } from '../../market/market.js';
import { settleInCash } from '../../market/settle-cash.js';
import { settleOnMargin } from '../../market/settle-margin.js';
import { createFuturesRest } from './futures-rest.js';
import { createFuturesStream } from './futures-stream.js';
import { FUTURES_INSTRUMENTS, SPOT_INSTRUMENTS } from './instruments.js';
import { BINANCE_LIMITS, controlOf, RateLimits } from './rate-limits.js';
import { createSpotRest } from './spot-rest.js';
import { createSpotStream } from './spot-stream.js';

/** How often Binance pings, and how long it waits for the answer. */
const SPOT_KEEP_ALIVE = { pingMs: 20_000, pongWithinMs: 60_000 };
const FUTURES_KEEP_ALIVE = { pingMs: 180_000, pongWithinMs: 600_000 };

/** Binance: a spot market and USDⓈ-M futures. */
export const binance: Exchange = {
  name: 'binance',

  createMarkets: () => [
    new Market({
      name: 'spot',
      instruments: SPOT_INSTRUMENTS,
      settlement: settleInCash({
        rate: '0.001',
        commissionIn: 'received',
        thirdAssetRate: '0.00075',
      }),
      firstOrderId: 50_000_000_001,
      clientIds: 'while-open',
      refusesUnfillable: false,
    }),
    new Market({
      name: 'futures',
      instruments: FUTURES_INSTRUMENTS,
      settlement: settleOnMargin({ makerRate: '0.0002', takerRate: '0.0004' }),
      firstOrderId: 800_000_000_001,
      clientIds: 'while-open',
      refusesUnfillable: true,
    }),
  ],

  create(engine, { limits = {}, pingIntervalMs: pingMs }) {
    const spot = new RateLimits(limits.spot ?? BINANCE_LIMITS.spot);
    const futures = new RateLimits(limits.futures ?? BINANCE_LIMITS.futures);
    const override = pingMs === undefined ? {} : { pingMs };
    return {
      rest: [createSpotRest(engine, spot), createFuturesRest(engine, futures)],
      streams: [
        createSpotStream(engine, spot, { ...SPOT_KEEP_ALIVE, ...override }),
        createFuturesStream(engine, { ...FUTURES_KEEP_ALIVE, ...override }),
      ],
      limits: { spot: controlOf(spot), futures: controlOf(futures) },
    };
  },
};
