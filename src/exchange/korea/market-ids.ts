import type { MarketSymbol } from '../../domain/symbol.js';

/** Returns the exchanges' id of a market: `BTC/KRW` is `KRW-BTC`. */
export function marketId(symbol: MarketSymbol): string {
  const [base = '', quote = ''] = symbol.split('/');
  return `${quote}-${base}`;
}

/** Returns `BTC/KRW` for `KRW-BTC`, or `undefined` for what is no id of a market. */
export function symbolOfId(id: string): MarketSymbol | undefined {
  const [, quote, base] = /^([A-Z0-9]+)-([A-Z0-9]+)$/.exec(id) ?? [];
  return base === undefined || quote === undefined ? undefined : `${base}/${quote}`;
}

/** Returns what a market's prices, costs and fees are in. */
export function quoteAsset(symbol: MarketSymbol): string {
  return symbol.split('/')[1] ?? '';
}
