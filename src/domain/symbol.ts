/** A market as traders write it: `BTC/USDT`. */
export type MarketSymbol = string;

/** How an exchange's markets are written. */
export interface SymbolStyle {
  /** The exchange's own ids: `BTCUSDT`, or `KRW-BTC`, whose quote comes first. */
  readonly ids: 'joined' | 'quote-first';
  /**
   * Its quote assets. Of two of them in one market the earlier one here is the quote; what an alert joins
   * (`BTCUSDT`) is split by them.
   */
  readonly quotes: readonly string[];
  /** What a lone asset is quoted in: `BTC` is `BTC/KRW`; `null` where a lone asset is no market. */
  readonly defaultQuote: string | null;
}

const quotes = [
  'USDT',
  'USDC',
  'FDUSD',
  'TUSD',
  'BUSD',
  'KRW',
  'TRY',
  'EUR',
  'USD',
  'BTC',
  'ETH',
  'BNB',
];
const asset = '[A-Z0-9]{1,20}';
const unified = new RegExp(`^(${asset})/(${asset})(?::${asset})?$`);
const joined = new RegExp(`^${asset}$`);

/**
 * Returns `BASE/QUOTE` for what people and alerts write: `BTC/USDT`, `BTCUSDT`, `BTC-USDT`,
 * `BTC/USDT:USDT`, `BTCUSDT.P` (TradingView's perpetual suffix), in any case.
 * Returns `undefined` when the text cannot be read as a market.
 */
export function normaliseSymbol(text: string): MarketSymbol | undefined {
  if (text.length > 64) return undefined;
  const upper = text.toUpperCase().replace(/\.P$/, '').replace(/[-_]/, '/');
  const split = unified.exec(upper);
  if (split) return `${split[1]}/${split[2]}`;
  if (!joined.test(upper)) return undefined;
  const quote = quotes.find((name) => upper.endsWith(name) && upper.length > name.length);
  return quote === undefined ? undefined : `${upper.slice(0, -quote.length)}/${quote}`;
}

/** Returns the base asset of `BASE/QUOTE`. */
export function baseAsset(symbol: MarketSymbol): string {
  return symbol.split('/')[0] ?? symbol;
}
