import type { ExchangeAdapter } from '../exchange.js';
import { ownMarkets } from '../kit/kept-listing.js';
import { failureRules } from './failure-rules.js';
import { BybitMarkets } from './markets.js';
import { BybitRest } from './rest.js';
import { bybitStream } from './stream.js';
import { bybitSymbols } from './symbols.js';

/** Without a time, Bybit lists the last seven days. This is one hour less, since clocks differ. */
const FILLS_LISTED_FOR_MS = 7 * 86_400_000 - 3_600_000;

/** Bybit v5, unified account: spot and linear contracts. */
export const bybit: ExchangeAdapter = {
  marketTypes: ['SPOT', 'FUTURES'],
  symbols: bybitSymbols,
  failureRules,
  fillsListedForMs: { SPOT: FILLS_LISTED_FOR_MS, FUTURES: FILLS_LISTED_FOR_MS },
  streamScope: 'account',
  openMarkets: (endpoints, onProblem) => new BybitMarkets(endpoints, onProblem),
  openRest: (account, markets, { readTimeoutMs }) =>
    new BybitRest(account, ownMarkets(BybitMarkets, markets), readTimeoutMs),
  openStream: (account, markets) => bybitStream(account, ownMarkets(BybitMarkets, markets)),
};
