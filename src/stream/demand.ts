import type { MarketSymbol } from '../domain/symbol.js';
import type { ReferenceCounts } from '../queries/reference-counts.js';

/**
 * Why an account needs a stream: for the markets of its open orders, and for each market a while
 * longer than its last order. An account that was just added or taken over is likely to trade soon,
 * so it needs its stream for the same while.
 */
export class Demand {
  #counts: ReferenceCounts = new Map();
  /** Markets without an open order, and how long each is kept. */
  readonly #lingering = new Map<MarketSymbol, number>();
  readonly #warmUntil: number;

  constructor(
    readonly lingerMs: number,
    takenAt: number,
  ) {
    this.#warmUntil = takenAt + lingerMs;
  }

  /** Notes how many open orders each market has now. */
  note(counts: ReferenceCounts, now: number): void {
    for (const symbol of this.#counts.keys()) {
      if (!counts.has(symbol)) this.#lingering.set(symbol, now + this.lingerMs);
    }
    for (const symbol of counts.keys()) this.#lingering.delete(symbol);
    this.#counts = counts;
  }

  /** Returns the markets to cover, in a fixed order. */
  markets(now: number): readonly MarketSymbol[] {
    return [...this.#counts.keys(), ...this.lingering(now)].sort();
  }

  /** Returns the markets to cover that no longer have an open order. */
  lingering(now: number): readonly MarketSymbol[] {
    return [...this.#lingering].filter(([, until]) => until > now).map(([symbol]) => symbol);
  }

  /** Returns whether there should be a stream at all. */
  isWanted(now: number): boolean {
    return now < this.#warmUntil || this.markets(now).length > 0;
  }

  /** Returns when the answers change without a change of orders; infinity if they never do. */
  nextChangeAt(now: number): number {
    const ends = [this.#warmUntil, ...this.#lingering.values()];
    return Math.min(...ends.filter((at) => at > now));
  }
}
