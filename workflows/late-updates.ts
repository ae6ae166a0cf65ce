import type { OrderUpdate } from '../src/domain/order.js';

/**
 * Stream messages of orders that no workflow owns: those that came and nobody has applied yet, and
 * those that wait for the next comparison, since the exchange did not answer.
 */
export class LateUpdates {
  #fresh: readonly OrderUpdate[] = [];
  #postponed: readonly OrderUpdate[];

  constructor(carried: readonly OrderUpdate[] = []) {
    this.#postponed = carried;
  }

  get hasFresh(): boolean {
    return this.#fresh.length > 0;
  }

  /** All of them, those that wait longest first. */
  get all(): readonly OrderUpdate[] {
    return [...this.#postponed, ...this.#fresh];
  }

  hear(updates: readonly OrderUpdate[]): void {
    this.#fresh = [...this.#fresh, ...updates];
  }

  /** Returns the fresh ones, to be applied now. */
  take(): readonly OrderUpdate[] {
    const updates = this.#fresh;
    this.#fresh = [];
    return updates;
  }

  /** Keeps what could not be applied until {@link retry}. */
  postpone(updates: readonly OrderUpdate[]): void {
    this.#postponed = [...this.#postponed, ...updates];
  }

  /** Has what was postponed applied again. */
  retry(): void {
    this.#fresh = this.all;
    this.#postponed = [];
  }
}
