import type { ExchangeAdapter, MarketDirectory } from '../exchange.js';
import { failureRules } from './failure-rules.js';
import { BybitMarkets } from './markets.js';
import { BybitRest } from './rest.js';
import { bybitStream } from './stream.js';
import { bybitSymbols } from './symbols.js';

/** Without a time the last seven days are told; an hour less, since clocks differ. */
const FILLS_TOLD_FOR_MS = 7 * 86_400_000 - 3_600_000;

/** Bybit v5, unified account: spot and linear contracts. */
export const bybit: ExchangeAdapter = {
  marketTypes: ['SPOT', 'FUTURES'],
  symbols: bybitSymbols,
  failureRules,
  fillsListedForMs: { SPOT: FILLS_TOLD_FOR_MS, FUTURES: FILLS_TOLD_FOR_MS },
  streamScope: 'account',
  openMarkets: (endpoints) => new BybitMarkets(endpoints),
  openRest: (account, markets, { readTimeoutMs }) =>
    new BybitRest(account, own(markets), readTimeoutMs),
  openStream: (account, markets) => bybitStream(account, own(markets)),
};

/** The registry hands back what `openMarkets` made. */
function own(markets: MarketDirectory): BybitMarkets {
  if (!(markets instanceof BybitMarkets)) throw new TypeError('markets of another exchange');
  return markets;
}
