import type { Engine } from '../engine.js';
import type { RestApi, StreamApi } from '../exchange-api.js';
import { Market } from '../market.js';
import type { MarketName } from '../model.js';
import { settleInCash } from '../settle-cash.js';
import { settleOnMargin } from '../settle-margin.js';
import { createFuturesRest } from './futures-rest.js';
import { createFuturesStream } from './futures-stream.js';
import { FUTURES_INSTRUMENTS, SPOT_INSTRUMENTS } from './instruments.js';
import { BINANCE_LIMITS, RateLimits, type Limits } from './rate-limits.js';
import { createSpotRest } from './spot-rest.js';
import { createSpotStream } from './spot-stream.js';

/** How often Binance pings, and how long it waits for the answer. */
const SPOT_KEEP_ALIVE = { pingMs: 20_000, pongWithinMs: 60_000 };
const FUTURES_KEEP_ALIVE = { pingMs: 180_000, pongWithinMs: 600_000 };

export interface Binance {
  readonly rest: readonly RestApi[];
  readonly streams: readonly StreamApi[];
  readonly limits: Readonly<Record<MarketName, RateLimits>>;
}

/** Returns Binance's two markets, empty. */
export function createBinanceMarkets(): Record<MarketName, Market> {
  return {
    spot: new Market({
      name: 'spot',
      instruments: SPOT_INSTRUMENTS,
      settlement: settleInCash,
      firstOrderId: 50_000_000_001,
      refusesUnfillable: false,
    }),
    futures: new Market({
      name: 'futures',
      instruments: FUTURES_INSTRUMENTS,
      settlement: settleOnMargin,
      firstOrderId: 800_000_000_001,
      refusesUnfillable: true,
    }),
  };
}

/** Returns Binance's REST interfaces and streams on top of an engine. */
export function createBinance(
  engine: Engine,
  options: { limits?: Partial<Record<MarketName, Limits>>; pingMs?: number },
): Binance {
  const limits = {
    spot: new RateLimits(options.limits?.spot ?? BINANCE_LIMITS.spot),
    futures: new RateLimits(options.limits?.futures ?? BINANCE_LIMITS.futures),
  };
  const override = options.pingMs === undefined ? {} : { pingMs: options.pingMs };
  return {
    limits,
    rest: [createSpotRest(engine, limits.spot), createFuturesRest(engine, limits.futures)],
    streams: [
      createSpotStream(engine, limits.spot, { ...SPOT_KEEP_ALIVE, ...override }),
      createFuturesStream(engine, { ...FUTURES_KEEP_ALIVE, ...override }),
    ],
  };
}
