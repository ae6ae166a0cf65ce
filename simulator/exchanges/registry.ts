import type { Engine } from '../engine/engine.js';
import type { Market } from '../market/market.js';
import { perExchange } from '../model.js';
import { EXCHANGE_NAMES, type ExchangeName, type MarketName } from '../names.js';
import { binance } from './binance/index.js';
import { bithumb } from './bithumb/index.js';
import { bybit } from './bybit/index.js';
import type { Exchange, ExchangeFront, ExchangeTimes } from './exchange.js';
import { upbit } from './upbit/index.js';

/** The one line that adds an exchange to the venue, apart from its row in names.ts (V9). */
const exchanges: Readonly<Record<ExchangeName, Exchange>> = { binance, bybit, upbit, bithumb };

/** Returns the markets of all exchanges, empty. */
export function createMarkets(): Record<MarketName, Market> {
  const markets = EXCHANGE_NAMES.flatMap((name) => exchanges[name].createMarkets());
  return Object.fromEntries(markets.map((market) => [market.name, market])) as Record<
    MarketName,
    Market
  >;
}

/** Returns the fronts of all exchanges. */
export function createFronts(
  engine: Engine,
  times: ExchangeTimes,
): Readonly<Record<ExchangeName, ExchangeFront>> {
  return perExchange((name) => exchanges[name].createFront(engine, times));
}
