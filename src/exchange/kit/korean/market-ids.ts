import { isAssetName, marketId, type MarketSymbol } from '../../../domain/symbol.js';

/** Returns a market's id on these exchanges: `BTC/KRW` is `KRW-BTC`. */
export function idOfSymbol(symbol: MarketSymbol): string {
  return marketId(symbol, { ids: 'quote-first', quotes: [], defaultQuote: null });
}

/** Returns `BTC/KRW` for `KRW-BTC`, or `undefined` if the text is not a market's id. */
export function symbolOfId(id: string): MarketSymbol | undefined {
  const [quote = '', base = '', ...rest] = id.split('-');
  return isAssetName(base) && isAssetName(quote) && rest.length === 0
    ? `${base}/${quote}`
    : undefined;
}
