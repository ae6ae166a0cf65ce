import type { SymbolStyle } from '../../domain/symbol.js';

/** `KRW-BTC`; bitcoin is quoted in won and dollars, and quotes all others. */
export const upbitSymbols: SymbolStyle = {
  ids: 'quote-first',
  quotes: ['KRW', 'USDT', 'BTC'],
  defaultQuote: null,
};
