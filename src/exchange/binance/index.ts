import type { ExchangeAdapter, MarketDirectory } from '../exchange.js';
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
  // Futures trades are told for 90 days only; a day less, since clocks and calendars differ.
  fillsListedForMs: { SPOT: null, FUTURES: 89 * DAY_MS },
  streamScope: 'account',
  openMarkets: (endpoints) => new BinanceMarkets(endpoints),
  openRest: (account, markets, { readTimeoutMs }) =>
    new BinanceRest(account, own(markets), readTimeoutMs),
  openStream: (account, markets) =>
    account.marketType === 'SPOT'
      ? spotStream(account, own(markets))
      : futuresStream(account, own(markets)),
};

/** The registry hands back what `openMarkets` made. */
function own(markets: MarketDirectory): BinanceMarkets {
  if (!(markets instanceof BinanceMarkets)) throw new TypeError('markets of another exchange');
  return markets;
}
