import type { ExchangeAdapter } from '../exchange.js';
import { ownMarkets } from '../kit/kept-listing.js';
import { failureRules } from './failure-rules.js';
import { futuresStream } from './futures-stream.js';
import { BinanceMarkets } from './markets.js';
import { BinanceRest } from './rest.js';
import { spotStream } from './spot-stream.js';
import { binanceSymbols } from './symbols.js';

const DAY_MS = 86_400_000;

/** Binance Spot and USDⓈ-M futures. */
export const binance: ExchangeAdapter = {
  marketTypes: ['SPOT', 'FUTURES'],
  symbols: binanceSymbols,
  failureRules,
  // Futures list fills for 90 days only. We count one day less, since clocks and calendars differ.
  fillsListedForMs: { SPOT: null, FUTURES: 89 * DAY_MS },
  streamScope: 'account',
  openMarkets: (endpoints, onProblem) => new BinanceMarkets(endpoints, onProblem),
  openRest: (account, markets, { readTimeoutMs }) =>
    new BinanceRest(account, ownMarkets(BinanceMarkets, markets), readTimeoutMs),
  openStream: (account, markets) => {
    const open = account.marketType === 'SPOT' ? spotStream : futuresStream;
    return open(account, ownMarkets(BinanceMarkets, markets));
  },
};
