import { Random } from '../../simulator/random.js';

/** A seeded source of choices, so that a run's plan can be repeated. */
export class Chance extends Random {
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
}
