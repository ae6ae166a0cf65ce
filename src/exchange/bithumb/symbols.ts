import type { SymbolStyle } from '../../domain/symbol.js';

/** `KRW-BTC`; an asset alone means its KRW market. */
export const bithumbSymbols: SymbolStyle = {
  ids: 'quote-first',
  quotes: ['KRW', 'USDT', 'BTC'],
  defaultQuote: 'KRW',
};
