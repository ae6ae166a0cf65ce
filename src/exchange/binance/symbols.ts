import type { SymbolStyle } from '../../domain/symbol.js';

const DOLLARS = ['USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD', 'USD1'];
const OTHERS = ['TRY', 'EUR', 'EURI', 'BRL', 'JPY', 'MXN', 'ARS', 'COP', 'PLN', 'ZAR', 'IDR'];

/** `BTCUSDT`, on both spot and USDⓈ-M futures. */
export const binanceSymbols: SymbolStyle = {
  ids: 'joined',
  quotes: [...DOLLARS, ...OTHERS, 'BTC', 'ETH', 'BNB'],
  defaultQuote: null,
};
