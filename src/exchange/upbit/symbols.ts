import type { SymbolStyle } from '../../domain/symbol.js';

/** `KRW-BTC`. BTC is quoted in KRW and USDT, and is itself the quote of all others. */
export const upbitSymbols: SymbolStyle = {
  ids: 'quote-first',
  quotes: ['KRW', 'USDT', 'BTC'],
  defaultQuote: null,
};
