import type { ChangeSource, OrderUpdate } from '../src/domain/order.js';

/** What came between two steps, for the second one to take. */
export interface News {
  readonly updates: readonly OrderUpdate[];
  /** Where it came from. */
  readonly source: ChangeSource;
  /** Whether only the order's own timer asks: nothing came, and nobody else wants it. */
  readonly isRoutine: boolean;
}

/** What came for an order and no step has taken yet: stream updates, and requests to ask again. */
export class OrderNews {
  #updates: readonly OrderUpdate[];
  #wokenBy: ChangeSource | undefined;

  constructor(carried: readonly OrderUpdate[] = [], wokenBy?: ChangeSource) {
    this.#updates = carried;
    this.#wokenBy = wokenBy;
  }

  get updates(): readonly OrderUpdate[] {
    return this.#updates;
  }

  get hasUpdates(): boolean {
    return this.#updates.length > 0;
  }

  get isWoken(): boolean {
    return this.#wokenBy !== undefined;
  }

  get wokenBy(): ChangeSource | undefined {
    return this.#wokenBy;
  }

  hear(updates: readonly OrderUpdate[]): void {
    this.#updates = [...this.#updates, ...updates];
  }

  wake(source: ChangeSource): void {
    this.#wokenBy = source;
  }

  /** Returns the news and forgets it, since news that stays would end the next wait at once. */
  take(): News {
    const updates = this.#updates;
    const wokenBy = this.#wokenBy;
    this.#updates = [];
    this.#wokenBy = undefined;
    return {
      updates,
      source: updates.length > 0 ? 'stream' : (wokenBy ?? 'poll'),
      isRoutine: updates.length === 0 && wokenBy === undefined,
    };
  }
}
