/** Binance's own markets. */
export type BinanceMarket = 'spot' | 'futures';
