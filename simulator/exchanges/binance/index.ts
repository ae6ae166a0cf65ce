import type { Exchange } from '../exchange.js';
import { binanceControls } from './controls.js';
import { UNCLEAR_CODES } from './errors.js';
import { createFuturesRest } from './futures-rest.js';
import { createFuturesStream } from './futures-stream.js';
import { createBinanceMarkets } from './markets.js';
import { BINANCE_LIMITS, BinanceRateLimits, controlOf } from './rate-limits.js';
import { createSpotRest } from './spot-rest.js';
import { createSpotStream } from './spot-stream.js';

/** How often Binance pings, and how long it waits for the answer. */
const SPOT_KEEP_ALIVE = { pingMs: 20_000, pongWithinMs: 60_000 };
const FUTURES_KEEP_ALIVE = { pingMs: 180_000, pongWithinMs: 600_000 };

/** Binance: a spot market and USDⓈ-M futures. */
export const binance: Exchange = {
  name: 'binance',
  createMarkets: createBinanceMarkets,

  createFront(engine, { pingIntervalMs: pingMs }) {
    const spot = new BinanceRateLimits(BINANCE_LIMITS.spot);
    const futures = new BinanceRateLimits(BINANCE_LIMITS.futures);
    const override = pingMs === undefined ? {} : { pingMs };
    return {
      rest: [createSpotRest(engine, spot), createFuturesRest(engine, futures)],
      streams: [
        createSpotStream(engine, spot, { ...SPOT_KEEP_ALIVE, ...override }),
        createFuturesStream(engine, { ...FUTURES_KEEP_ALIVE, ...override }),
      ],
      limits: { spot: controlOf(spot), futures: controlOf(futures) },
      controls: binanceControls(engine),
      unclearCodes: UNCLEAR_CODES,
    };
  },
};
