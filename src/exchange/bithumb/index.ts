import type { ExchangeAdapter } from '../exchange.js';
import { ownMarkets } from '../kit/korean/markets.js';
import { openKoreanRest } from '../kit/korean/open-rest.js';
import { failureRules } from './failure-rules.js';
import { openMarkets } from './markets.js';
import { rest } from './rest.js';
import { openStream } from './stream.js';
import { bithumbSymbols } from './symbols.js';

/** Bithumb: spot only, API generation 2. */
export const bithumb: ExchangeAdapter = {
  marketTypes: ['SPOT'],
  symbols: bithumbSymbols,
  failureRules,
  // Fills are told inside their orders, and no end to that is documented.
  fillsListedForMs: { SPOT: null, FUTURES: null },
  streamScope: 'symbols',
  openMarkets,
  openRest: (account, markets, options) =>
    openKoreanRest(rest, account, ownMarkets(markets), options),
  openStream: (account, markets) => openStream(account, ownMarkets(markets)),
};
