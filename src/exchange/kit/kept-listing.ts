import type { MarketRules } from '../../domain/market.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { MarketDirectory } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import { nameOf, type CallName } from './parse-answer.js';

/** Listings and their rules change rarely; an unknown symbol is looked up again sooner. */
const FRESH_FOR_MS = 3_600_000;
const RECHECK_UNKNOWN_AFTER_MS = 30_000;

/** Finds `BASE/QUOTE` for an exchange's id of a market; `undefined` when it is not listed. */
export type SymbolOf = (marketId: string) => MarketSymbol | undefined;

/** What an exchange lists; adapters add what else they read of it. */
export interface Listing {
  readonly rules: ReadonlyMap<MarketSymbol, MarketRules>;
}

/**
 * An exchange's listed markets, loaded on first use and kept for an hour. What is known outlives a
 * load that fails (E9).
 */
export class KeptListing<T extends Listing> implements MarketDirectory {
  #current: T;
  #loadedAt = 0;
  #loading: Promise<void> | undefined;

  /** @param fetch asks the exchange; what it throws leaves the listing as it was */
  constructor(
    nothing: T,
    private readonly fetch: () => Promise<T>,
  ) {
    this.#current = nothing;
  }

  /** What is known now; empty before the first load. */
  get current(): T {
    return this.#current;
  }

  async rulesFor(symbol: MarketSymbol): Promise<MarketRules | null> {
    const age = Date.now() - this.#loadedAt;
    const known = this.#current.rules.get(symbol);
    if (age > FRESH_FOR_MS || (!known && age > RECHECK_UNKNOWN_AFTER_MS)) {
      // An hour-old rule beats no rule while the exchange does not answer.
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

/** Returns the failure of a list without markets: a server in trouble may answer so (E9). */
export function namesNoMarkets(what: CallName): ExchangeFailure {
  return new ExchangeFailure(
    `${nameOf(what)}: expected markets, the answer names none`,
    'unreadable',
  );
}

/** Returns a directory as its adapter made it: the registry hands back what `openMarkets` made. */
export function ownMarkets<T extends MarketDirectory>(
  type: abstract new (...args: never[]) => T,
  markets: MarketDirectory,
): T {
  if (!(markets instanceof type)) throw new TypeError('markets of another exchange');
  return markets;
}
