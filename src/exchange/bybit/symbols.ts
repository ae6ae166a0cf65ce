import type { SymbolStyle } from '../../domain/symbol.js';

/** `BTCUSDT`, on both spot and linear. Perpetuals in USDC have ids such as `BTCPERP`. */
export const bybitSymbols = {
  ids: 'joined',
  quotes: ['USDT', 'USDC', 'USDE', 'USD1', 'EUR', 'TRY', 'BRL', 'PLN', 'BTC', 'ETH', 'MNT'],
  defaultQuote: null,
  perpetualIds: { ending: 'PERP', quote: 'USDC' },
} as const satisfies SymbolStyle;
