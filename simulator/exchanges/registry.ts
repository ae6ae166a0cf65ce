import { binance } from './binance/index.js';
import { bithumb } from './bithumb/index.js';
import { bybit } from './bybit/index.js';
import type { Engine } from '../engine/engine.js';
import type { ControlCall, LimitControl, RestApi, StreamApi } from '../server/rest-api.js';
import type { Market } from '../market/market.js';
import { EXCHANGE_NAMES, type ExchangeName, type MarketName } from '../model.js';
import type { VenueOptions } from '../options.js';
import { upbit } from './upbit/index.js';

/** One exchange as clients reach it. */
export interface ExchangeFront {
  readonly rest: readonly RestApi[];
  readonly streams: readonly StreamApi[];
  /** Of the markets whose limits can be changed. */
  readonly limits?: Partial<Record<MarketName, LimitControl>>;
  /** What can be controlled on this exchange only, by "METHOD path". */
  readonly controls?: Readonly<Record<string, ControlCall>>;
}

/** An exchange that the venue plays: its markets, empty, and its front on top of the engine. */
export interface Exchange {
  readonly name: ExchangeName;
  createMarkets(): readonly Market[];
  create(engine: Engine, options: VenueOptions): ExchangeFront;
}

/** All exchanges, each with a port of its own: some share paths. */
export const EXCHANGES: Readonly<Record<ExchangeName, Exchange>> = {
  binance,
  bybit,
  upbit,
  bithumb,
};

/** Returns the markets of all exchanges. */
export function createMarkets(): Record<MarketName, Market> {
  const markets = EXCHANGE_NAMES.flatMap((name) => EXCHANGES[name].createMarkets());
  return Object.fromEntries(markets.map((market) => [market.name, market])) as Record<
    MarketName,
    Market
  >;
}
