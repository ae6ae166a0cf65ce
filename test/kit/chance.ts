/** A seeded source of choices, so that a run's plan can be repeated. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns a whole number between `low` and `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1));
  }

  /** Returns true in `percent` of all cases. */
  happens(percent: number): boolean {
    return this.between(1, 100) <= percent;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.between(0, items.length - 1)];
    if (item === undefined) throw new Error('expected something to choose from, was nothing');
    return item;
  }

  /** Yields items without end. Each item is used once before any is repeated. */
  *deal<T>(items: readonly T[]): Generator<T, never> {
    for (;;) {
      const rest = [...items];
      while (rest.length > 0) yield* rest.splice(this.between(0, rest.length - 1), 1);
    }
  }

  // mulberry32: short, and random enough to choose orders and faults.
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
}
