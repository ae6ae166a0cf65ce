import type { OrderUpdate } from '../src/domain/order.js';

/**
 * Stream messages about orders that no workflow owns: fresh ones that have yet to be applied, and
 * postponed ones, which wait for the next comparison because the exchange did not answer.
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

  /** All of them, the postponed ones first. */
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

  /** Makes the postponed ones fresh again. */
  retry(): void {
    this.#fresh = this.all;
    this.#postponed = [];
  }
}
