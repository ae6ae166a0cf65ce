import type { SymbolStyle } from '../../domain/symbol.js';

/** `BTCUSDT`, on both spot and linear. */
export const bybitSymbols: SymbolStyle = {
  ids: 'joined',
  quotes: ['USDT', 'USDC', 'USDE', 'USD1', 'EUR', 'TRY', 'BRL', 'PLN', 'BTC', 'ETH', 'MNT'],
  defaultQuote: null,
};
