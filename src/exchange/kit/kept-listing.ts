import type { MarketRules } from '../../domain/market.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import { redactText } from '../../observability/log.js';
import type { MarketDirectory, OnUnreadable } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import { EMPTY_LISTING, type Listing } from './listing.js';
import { nameOf, type CallName } from './parse-answer.js';

/** Listings and their rules change rarely. What an order depends on is looked up again sooner. */
const FRESH_FOR_MS = 3_600_000;
/**
 * The listing is not asked for more often, however many orders are refused by it and however many
 * ids are unknown: on a large exchange it has many megabytes.
 */
const RENEWED_AFTER_MS = 5_000;
/** How soon an id is looked for again that the listing did not have. */
const ABSENT_FOR_MS = 30_000;

/** Finds `BASE/QUOTE` for an exchange's id of a market; `undefined` if the market is not listed. */
export type SymbolOf = (marketId: string) => MarketSymbol | undefined;

/**
 * An exchange's listed markets, loaded on first use and kept for an hour. A failed load does not
 * discard what is known (P9), and neither does a market that is no longer listed: its id stays
 * known, so that orders in it are still tracked.
 */
export abstract class KeptListing<T extends Listing = Listing> implements MarketDirectory {
  #current: T | undefined;
  #loadedAt = 0;
  #triedAt = 0;
  #failure: Error | undefined;
  #loading: Promise<void> | undefined;
  /** Markets that were listed, or that orders of ours are in. */
  readonly #former = new Map<string, MarketSymbol>();
  readonly #formerIds = new Map<MarketSymbol, string>();
  /** The ids that the listing did not have, and when it was asked for them. */
  readonly #absentSince = new Map<string, number>();
  readonly #told = new Set<string>();

  /** @param onProblem called once for each problem with the listing */
  constructor(private readonly onProblem: OnUnreadable = () => undefined) {}

  /** Asks the exchange. If it throws, the listing stays as it was. */
  protected abstract fetch(): Promise<T>;

  /** Returns the id that a market regularly has, for one that is not listed. */
  protected abstract usualIdOf(symbol: MarketSymbol): string;

  /** The current listing; `undefined` before the first load. */
  protected get current(): T | undefined {
    return this.#current;
  }

  async rulesFor(symbol: MarketSymbol): Promise<MarketRules | null> {
    const isKnown = this.lists(symbol);
    const age = Date.now() - this.#loadedAt;
    if (age > FRESH_FOR_MS || !isKnown) {
      // While the exchange does not answer, an hour-old rule is better than none.
      await this.renew().catch((error: unknown) => {
        if (!isKnown) throw error;
      });
    }
    const { rules, unreadable } = this.#current ?? EMPTY_LISTING;
    const problem = unreadable.get(symbol);
    if (problem !== undefined) throw new ExchangeFailure(problem, 'unreadable');
    return rules.get(symbol) ?? null;
  }

  async renew(): Promise<void> {
    const isDue = !this.isLoaded || Date.now() - this.#triedAt > RENEWED_AFTER_MS;
    if (this.#loading || isDue) return this.#load();
    if (this.#failure !== undefined) throw this.#failure;
  }

  async ready(): Promise<void> {
    if (!this.isLoaded) await this.#load();
  }

  get isLoaded(): boolean {
    return this.#current !== undefined;
  }

  lists(symbol: MarketSymbol): boolean {
    return this.#current?.idsBySymbol.has(symbol) ?? false;
  }

  /** Returns `BASE/QUOTE` for an id; `undefined` if it neither is nor was listed. */
  symbolOf(id: string): MarketSymbol | undefined {
    const { symbolsById, otherIds } = this.#current ?? EMPTY_LISTING;
    const symbol = symbolsById.get(id);
    if (symbol !== undefined || otherIds.has(id)) return symbol;
    const former = this.#former.get(id);
    return former !== undefined && !this.lists(former) ? former : undefined;
  }

  /** Returns whether an id is listed but is no market here: a dated contract. */
  isOther(id: string): boolean {
    return this.#current?.otherIds.has(id) ?? false;
  }

  /** Returns the exchange's id of a market, as far as it is known without asking. */
  knownIdOf(symbol: MarketSymbol): string {
    return (
      this.#current?.idsBySymbol.get(symbol) ??
      this.#formerIds.get(symbol) ??
      this.usualIdOf(symbol)
    );
  }

  /** Notes markets in which orders of ours are, in case the exchange no longer lists them. */
  remember(symbols: readonly MarketSymbol[]): void {
    for (const symbol of symbols) {
      if (this.lists(symbol) || this.#formerIds.has(symbol)) continue;
      this.#noteFormer(this.usualIdOf(symbol), symbol);
    }
  }

  /**
   * Looks for an id in a listing that is asked for from now on, unless it was absent a moment ago.
   * May wait some seconds until the listing may be asked for.
   *
   * @throws ExchangeFailure when the exchange does not answer
   */
  async find(id: string): Promise<MarketSymbol | undefined> {
    const since = this.#absentSince.get(id);
    if (since !== undefined && Date.now() - since < ABSENT_FOR_MS) return this.symbolOf(id);
    if (this.#loading) await this.#loading.catch(() => undefined);
    const known = this.symbolOf(id);
    if (known !== undefined) return known;
    const pauseMs = this.#triedAt + RENEWED_AFTER_MS - Date.now();
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs + 1).unref());
    await this.#load();
    const found = this.symbolOf(id);
    if (found === undefined) this.#absentSince.set(id, Date.now());
    else this.#absentSince.delete(id);
    return found;
  }

  /** Reports a problem once, however often it is met. */
  tellOnce(problem: string): void {
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    this.onProblem(redactText(problem));
  }

  #load(): Promise<void> {
    this.#loading ??= this.#replace().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #replace(): Promise<void> {
    this.#triedAt = Date.now();
    this.#failure = undefined;
    try {
      const listing = await this.fetch();
      const before = this.#current?.symbolsById ?? [];
      this.#current = listing;
      this.#loadedAt = Date.now();
      for (const [id, symbol] of before) {
        if (!listing.symbolsById.has(id)) this.#noteFormer(id, symbol);
      }
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
    for (const problem of this.#current.problems) this.tellOnce(problem);
  }

  #noteFormer(id: string, symbol: MarketSymbol): void {
    this.#former.set(id, symbol);
    this.#formerIds.set(symbol, id);
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
