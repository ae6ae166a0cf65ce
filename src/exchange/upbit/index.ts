import type { ExchangeAdapter } from '../exchange.js';
import { ownMarkets } from '../kit/korean/markets.js';
import { openKoreanRest } from '../kit/korean/open-rest.js';
import { failureRules } from './failure-rules.js';
import { openMarkets } from './markets.js';
import { rest } from './rest.js';
import { openStream } from './stream.js';
import { upbitSymbols } from './symbols.js';

/** Upbit: spot only, a KRW, a BTC and a USDT market. */
export const upbit: ExchangeAdapter = {
  marketTypes: ['SPOT'],
  symbols: upbitSymbols,
  failureRules,
  // Fills are told inside their orders, and no end to that is documented.
  fillsListedForMs: { SPOT: null, FUTURES: null },
  streamScope: 'symbols',
  openMarkets,
  openRest: (account, markets, options) =>
    openKoreanRest(rest, account, ownMarkets(markets), options),
  openStream: (account, markets) => openStream(account, ownMarkets(markets)),
};
