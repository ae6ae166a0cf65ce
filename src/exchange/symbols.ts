/*
 * How each exchange writes its markets. This is separate from the registry of adapters, so that
 * processes which only read a filter need not load the exchanges' clients.
 */

import type { MarketType } from '../domain/order.js';
import {
  examplesOf,
  isBeyondAscii,
  isPerpetualId,
  quoteAsset,
  readSymbol,
  takeApart,
  type MarketSymbol,
  type SymbolStyle,
  type WrittenSymbol,
} from '../domain/symbol.js';
import { binanceSymbols } from './binance/symbols.js';
import { bithumbSymbols } from './bithumb/symbols.js';
import { bybitSymbols } from './bybit/symbols.js';
import { upbitSymbols } from './upbit/symbols.js';

const styles = {
  binance: binanceSymbols,
  bybit: bybitSymbols,
  upbit: upbitSymbols,
  bithumb: bithumbSymbols,
} as const satisfies Readonly<Record<string, SymbolStyle>>;

/** An exchange whose style is known here. The registry of adapters accepts no other. */
export type KnownExchange = keyof typeof styles;

const stylesByName: ReadonlyMap<string, SymbolStyle> = new Map(Object.entries(styles));

/** The names of the exchanges for which accounts can be created; the only list of them. */
export const KNOWN_EXCHANGES: readonly string[] = [...stylesByName.keys()];

/** Returns an exchange's style of writing markets. @throws Error naming the known exchanges */
export function styleOf(exchange: string): SymbolStyle {
  const style = stylesByName.get(exchange);
  if (style) return style;
  throw unknownExchange(exchange);
}

/**
 * Returns an error that names the known exchanges.
 *
 * @param subject what names an exchange where it came from
 */
export function unknownExchange(exchange: string, subject = 'exchange'): Error {
  return new Error(`${subject} must be one of ${KNOWN_EXCHANGES.join(', ')}, was "${exchange}"`);
}

/** What an exchange lists, as far as it is known now. */
export interface ListedNames {
  /** Finds `BASE/QUOTE` for the exchange's own id of a market. */
  symbolOf(id: string): MarketSymbol | undefined;
  lists(symbol: MarketSymbol): boolean;
}

/** What a process knows that has loaded no listing. */
export const NOTHING_LISTED: ListedNames = { symbolOf: () => undefined, lists: () => false };

/**
 * Reads the market in an alert to an account: by the exchange's own id if it is listed, otherwise
 * in the style of the exchange, and only if it can be traded there. A name outside ASCII must be
 * listed letter for letter, since many letters look like others.
 *
 * @returns `BASE/QUOTE`, or what was expected instead
 */
export function readAccountSymbol(
  text: string,
  { exchange, marketType }: { readonly exchange: string; readonly marketType: MarketType },
  listed: ListedNames = NOTHING_LISTED,
): { readonly symbol: MarketSymbol } | { readonly expected: string } {
  const style = styleOf(exchange);
  const examples = examplesOf(style);
  const written = takeApart(text);
  if (written && written.exchange !== null && written.exchange !== exchange) {
    const own = `${exchange}, where the strategy's account is`;
    return { expected: `a market of ${own}, such as ${examples}` };
  }
  // Buying the asset instead of the contract would be a different trade from the one that was asked
  // for.
  const isPerpetual = written && (written.isPerpetual || isPerpetualId(written, style));
  if (isPerpetual && marketType === 'SPOT') {
    return {
      expected:
        `a spot market such as ${examples}, ` +
        "since the strategy's account trades spot, not perpetuals",
    };
  }
  const symbol = written && (ownId(written, listed) ?? readSymbol(written, style));
  const isKnown = symbol !== undefined && (!isBeyondAscii(symbol) || listed.lists(symbol));
  return isKnown ? { symbol } : { expected: `a market of ${exchange} such as ${examples}` };
}

/** Returns the market of a listed id. With the asset that settles it, it must be the same one. */
function ownId({ market, settle }: WrittenSymbol, listed: ListedNames): MarketSymbol | undefined {
  const symbol = listed.symbolOf(market);
  return symbol && (settle === null || quoteAsset(symbol) === settle) ? symbol : undefined;
}

/** Returns every market that a text may mean, if no account says which exchange is meant. */
export function readAnySymbol(text: string): MarketSymbol[] {
  const written = takeApart(text);
  if (!written) return [];
  const readings = [...stylesByName]
    .filter(([name]) => written.exchange === null || written.exchange === name)
    .map(([, style]) => readSymbol(written, style));
  return [...new Set(readings.filter((symbol) => symbol !== undefined))];
}
