import { marketId, type MarketSymbol } from '../../../domain/symbol.js';

/** Returns the exchanges' id of a market: `BTC/KRW` is `KRW-BTC`. */
export function idOfSymbol(symbol: MarketSymbol): string {
  return marketId(symbol, { ids: 'quote-first', quotes: [], defaultQuote: null });
}

/** Returns `BTC/KRW` for `KRW-BTC`, or `undefined` for what is no id of a market. */
export function symbolOfId(id: string): MarketSymbol | undefined {
  const [, quote, base] = /^([A-Z0-9]+)-([A-Z0-9]+)$/.exec(id) ?? [];
  return base === undefined || quote === undefined ? undefined : `${base}/${quote}`;
}
