/** A market as traders write it: `BTC/USDT`. */
export type MarketSymbol = string;

/** How an exchange's markets are written. */
export interface SymbolStyle {
  /** The exchange's own ids: `BTCUSDT`, or `KRW-BTC`, whose quote comes first. */
  readonly ids: 'joined' | 'quote-first';
  /**
   * Its quote assets; examples use the first one. Joined ids (`BTCUSDT`) are split by them. Where
   * ids are quote-first and both assets are in this list, the earlier one is the quote.
   */
  readonly quotes: readonly string[];
  /** The quote of a lone asset: `BTC` is `BTC/KRW`. `null` where a lone asset is no market. */
  readonly defaultQuote: string | null;
  /** Contracts whose ids end in a word instead of their quote: `BTCPERP` is `BTC/USDC`. */
  readonly perpetualIds?: { readonly ending: string; readonly quote: string };
}

/**
 * The parts of a market's name that somebody wrote. It is not resolved yet: which part is the base
 * and which the quote depends on the exchange's style.
 */
export interface WrittenSymbol {
  /** What stands before the colon, as in TradingView's tickers; in lower case. */
  readonly exchange: string | null;
  /** `BTCUSDT`, `BTC/USDT`, `KRW-BTC`. */
  readonly market: string;
  /** The asset that a perpetual is settled in: the end of `BTC/USDT:USDT`. */
  readonly settle: string | null;
  /** Whether it names a perpetual contract rather than the asset itself. */
  readonly isPerpetual: boolean;
}

const MAX_LENGTH = 64;
/** Letters and digits of any script: exchanges list assets such as `币安人生`. */
const character = String.raw`[\p{L}\p{M}\p{N}]`;
const asset = `${character}{1,20}`;
const pair = `(${asset})([/_-])(${asset})`;
const shape = new RegExp(
  `^(?:([A-Z0-9_]{1,20}):)?(?:(${character}{1,40})|(${pair})(?::(${asset}))?)(\\.P)?$`,
  'u',
);
const separated = new RegExp(`^${pair}$`, 'u');
const wholeAsset = new RegExp(`^${asset}$`, 'u');

/** Returns whether a text may be the name of an asset. Markets are made of such names only. */
export function isAssetName(text: string): boolean {
  return wholeAsset.test(text);
}

/**
 * Returns whether a market's name has letters or digits outside ASCII. Many of them look like
 * others, so only an exchange's listing says whether the name means anything.
 */
export function isBeyondAscii(text: string): boolean {
  return /[^\0-\x7f]/.test(text);
}

/**
 * Takes apart a market's name as people and alerts write it; A to Z may be in either case. Returns
 * `undefined` if it does not have the shape of one.
 */
export function takeApart(text: string): WrittenSymbol | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  // Only A to Z have two cases here. Other letters stay as they are, since some of them become A to
  // Z in upper case, and a market is never taken for another one.
  const match = shape.exec(text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()));
  if (!match) return undefined;
  const [, exchange, joined, parted, , , , settle, suffix] = match;
  return {
    exchange: exchange?.toLowerCase() ?? null,
    market: joined ?? parted ?? '',
    settle: settle ?? null,
    isPerpetual: settle !== undefined || suffix !== undefined,
  };
}

/**
 * Returns `BASE/QUOTE` for a market of an exchange, given what somebody wrote or the exchange's own
 * id. Returns `undefined` if it cannot be read or is ambiguous.
 */
export function readSymbol(
  written: WrittenSymbol | string,
  style: SymbolStyle,
): MarketSymbol | undefined {
  const parts = typeof written === 'string' ? takeApart(written) : written;
  const [base, quote] =
    (parts && (split(parts.market, style) ?? splitPerpetual(parts.market, style))) ?? [];
  if (!base || quote === undefined || base === quote) return undefined;
  // A contract that is settled in an asset other than its quote is a different contract.
  if (parts?.settle && parts.settle !== quote) return undefined;
  return `${base}/${quote}`;
}

/** Returns whether a market is written as the id of a perpetual: `BTCPERP`. */
export function isPerpetualId({ market }: WrittenSymbol, style: SymbolStyle): boolean {
  return split(market, style) === undefined && splitPerpetual(market, style) !== undefined;
}

/** Returns the exchange's own id of a market: `BTCUSDT`, `KRW-BTC`. */
export function marketId(symbol: MarketSymbol, { ids }: SymbolStyle): string {
  const [base = '', quote = ''] = symbol.split('/');
  return ids === 'joined' ? `${base}${quote}` : `${quote}-${base}`;
}

/** Returns how a market of an exchange may be written, for messages: `BTC/KRW, KRW-BTC or BTC`. */
export function examplesOf(style: SymbolStyle): string {
  const symbol = `BTC/${style.quotes[0] ?? ''}`;
  const id = marketId(symbol, style);
  return style.defaultQuote === null ? `${symbol} or ${id}` : `${symbol}, ${id} or BTC`;
}

/** Returns the base asset of `BASE/QUOTE`. */
export function baseAsset(symbol: MarketSymbol): string {
  return symbol.split('/')[0] ?? symbol;
}

/** Returns the quote asset of `BASE/QUOTE`. */
export function quoteAsset(symbol: MarketSymbol): string {
  return symbol.split('/')[1] ?? symbol;
}

type Split = readonly [base: string, quote: string];

function split(market: string, style: SymbolStyle): Split | undefined {
  const [, first = '', separator, second = ''] = separated.exec(market) ?? [];
  if (separator === undefined) return splitJoined(market, style);
  if (separator === '/' || style.ids === 'joined') return [first, second];
  // People write `BTC-KRW` where the exchange writes `KRW-BTC`. The assets show which is meant.
  const ranks = [rank(first, style), rank(second, style)] as const;
  if (ranks[0] === ranks[1]) return undefined;
  return ranks[0] < ranks[1] ? [second, first] : [first, second];
}

function splitJoined(market: string, style: SymbolStyle): Split | undefined {
  const { quotes, defaultQuote } = style;
  const quote = quotes
    .filter((name) => market.endsWith(name) && market.length > name.length)
    .reduce((longest, name) => (name.length > longest.length ? name : longest), '');
  const base = market.slice(0, market.length - quote.length);
  if (quote === '') return defaultQuote === null ? undefined : [market, defaultQuote];
  // `WBTC` may be W/BTC, or the asset WBTC in the default quote.
  if (defaultQuote !== null && quote !== defaultQuote) return undefined;
  const isTurned = style.ids === 'quote-first' && rank(base, style) < rank(quote, style);
  return isTurned ? undefined : [base, quote];
}

function splitPerpetual(market: string, style: SymbolStyle): Split | undefined {
  const { ending, quote } = style.perpetualIds ?? {};
  if (ending === undefined || quote === undefined || !market.endsWith(ending)) return undefined;
  const base = market.slice(0, -ending.length);
  // `BTCUSDTPERP` names two quotes.
  return !isAssetName(base) || split(base, style) ? undefined : [base, quote];
}

/** Returns an asset's rank as a quote: of two assets, the one with the lower rank is the quote. */
function rank(name: string, { quotes }: SymbolStyle): number {
  const index = quotes.indexOf(name);
  return index < 0 ? quotes.length : index;
}
