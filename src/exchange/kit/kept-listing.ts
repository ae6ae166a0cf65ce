import type { MarketRules } from '../../domain/market.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { MarketDirectory } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import { nameOf, type CallName } from './parse-answer.js';

/** Listings and their rules change rarely. An unknown symbol is looked up again sooner. */
const FRESH_FOR_MS = 3_600_000;
const RECHECK_UNKNOWN_AFTER_MS = 30_000;

/** Finds `BASE/QUOTE` for an exchange's id of a market; `undefined` if the market is not listed. */
export type SymbolOf = (marketId: string) => MarketSymbol | undefined;

/** What an exchange lists. Adapters add whatever else they read from it. */
export interface Listing {
  readonly rules: ReadonlyMap<MarketSymbol, MarketRules>;
}

/**
 * An exchange's listed markets, loaded on first use and kept for an hour. A failed load does not
 * discard what is known (P9).
 */
export class KeptListing<T extends Listing> implements MarketDirectory {
  #current: T;
  #loadedAt = 0;
  #loading: Promise<void> | undefined;

  /** @param fetch asks the exchange; if it throws, the listing stays as it was */
  constructor(
    nothing: T,
    private readonly fetch: () => Promise<T>,
  ) {
    this.#current = nothing;
  }

  /** The current listing; empty before the first load. */
  get current(): T {
    return this.#current;
  }

  async rulesFor(symbol: MarketSymbol): Promise<MarketRules | null> {
    const age = Date.now() - this.#loadedAt;
    const known = this.#current.rules.get(symbol);
    if (age > FRESH_FOR_MS || (!known && age > RECHECK_UNKNOWN_AFTER_MS)) {
      // While the exchange does not answer, an hour-old rule is better than none.
      await this.#load().catch((error: unknown) => {
        if (!known) throw error;
      });
    }
    return this.#current.rules.get(symbol) ?? null;
  }

  async ready(): Promise<void> {
    if (this.#loadedAt === 0) await this.#load();
  }

  #load(): Promise<void> {
    this.#loading ??= this.#replace().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #replace(): Promise<void> {
    this.#current = await this.fetch();
    this.#loadedAt = Date.now();
  }
}

/** Returns the failure of a list without markets, which a server in trouble may return (P9). */
export function namesNoMarkets(what: CallName): ExchangeFailure {
  return new ExchangeFailure(
    `${nameOf(what)}: expected markets, the answer names none`,
    'unreadable',
  );
}

/**
 * Returns a directory as its adapter's own type: the registry passes back what `openMarkets`
 * returned.
 */
export function ownMarkets<T extends MarketDirectory>(
  type: abstract new (...args: never[]) => T,
  markets: MarketDirectory,
): T {
  if (!(markets instanceof type)) throw new TypeError('markets of another exchange');
  return markets;
}
