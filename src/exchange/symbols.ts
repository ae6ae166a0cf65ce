/*
 * How each exchange writes its markets. Apart from the registry of adapters, since those who only
 * read a filter need not load the exchanges' clients.
 */

import type { MarketType } from '../domain/order.js';
import {
  examplesOf,
  readSymbol,
  takeApart,
  type MarketSymbol,
  type SymbolStyle,
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

/** An exchange whose way of writing markets is known; the registry of adapters takes no other. */
export type ExchangeName = keyof typeof styles;

const stylesByName: ReadonlyMap<string, SymbolStyle> = new Map(Object.entries(styles));

/** Names of the exchanges that accounts can be made for; the one list of them. */
export const EXCHANGE_NAMES: readonly string[] = [...stylesByName.keys()];

/** Returns how an exchange writes its markets. @throws Error naming the known exchanges */
export function styleOf(exchange: string): SymbolStyle {
  const style = stylesByName.get(exchange);
  if (style) return style;
  throw unknownExchange(exchange);
}

/** Returns the error that names the known exchanges. */
export function unknownExchange(exchange: string): Error {
  return new Error(`exchange must be one of ${EXCHANGE_NAMES.join(', ')}, was "${exchange}"`);
}

/**
 * Reads what an alert to an account says of the market: in the style of the account's exchange, and
 * only what can be traded there.
 *
 * @returns `BASE/QUOTE`, or what was expected instead
 */
export function readAccountSymbol(
  text: string,
  { exchange, marketType }: { readonly exchange: string; readonly marketType: MarketType },
): { readonly symbol: MarketSymbol } | { readonly expected: string } {
  const style = styleOf(exchange);
  const examples = examplesOf(style);
  const written = takeApart(text);
  if (written && written.exchange !== null && written.exchange !== exchange) {
    const own = `${exchange}, where the strategy's account is`;
    return { expected: `a market of ${own}, such as ${examples}` };
  }
  // Buying the asset instead of the contract would be another trade than the one that was asked
  // for.
  if (written?.isPerpetual && marketType === 'SPOT') {
    return {
      expected:
        `a spot market such as ${examples}, ` +
        "since the strategy's account trades spot, not perpetuals",
    };
  }
  const symbol = written && readSymbol(written, style);
  return symbol === undefined
    ? { expected: `a market of ${exchange} such as ${examples}` }
    : { symbol };
}

/** Returns every market that a text may mean where no account says which exchange's it is. */
export function readAnySymbol(text: string): MarketSymbol[] {
  const written = takeApart(text);
  if (!written) return [];
  const readings = [...stylesByName]
    .filter(([name]) => written.exchange === null || written.exchange === name)
    .map(([, style]) => readSymbol(written, style));
  return [...new Set(readings.filter((symbol) => symbol !== undefined))];
}
