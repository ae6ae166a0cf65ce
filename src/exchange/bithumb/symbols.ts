import type { SymbolStyle } from '../../domain/symbol.js';

/** `KRW-BTC`; an asset alone means its market in won. */
export const bithumbSymbols: SymbolStyle = {
  ids: 'quote-first',
  quotes: ['KRW', 'USDT', 'BTC'],
  defaultQuote: 'KRW',
};
