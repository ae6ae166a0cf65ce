import type { Fill, MarketUpdate, Order } from '../model.js';

/**
 * The exchange's clock as its clients see it, which can be set apart from this machine's (V5).
 * Clients see shifted time wherever an exchange writes or reads it: in GET time, in the check of
 * timestamps (REST and socket), in the times of orders, fills and events, and in startTime and
 * endTime.
 *
 * The ledger itself keeps this machine's time: it lists orders and fills by time and finds the past
 * by it (rest-lag), which a clock set back would break. What it holds is shown with the offset that
 * was in force when it happened. So the same thing always has the same time, however often the
 * clock has been set since. Limits, the lives of keys and streams, and the moments that bans and
 * limit headers name are in this machine's time, too. A restart forgets the offset.
 */
export class Clock {
  #settings: { readonly after: number; readonly offsetMs: number }[] = [];

  /** Sets the clock `offsetMs` ahead of this machine's, or behind it if negative. */
  set(offsetMs: number, at: number): void {
    this.#settings = [{ after: at, offsetMs }, ...this.#settings];
  }

  /** Returns whether the clock has always been this machine's. */
  get isOwn(): boolean {
    return this.#settings.length === 0;
  }

  /** Returns the exchange's time. */
  now(): number {
    return this.present(Date.now());
  }

  /** Returns the exchange's time at a moment of this machine's, by the offset in force now. */
  present(now: number): number {
    return now + (this.#settings[0]?.offsetMs ?? 0);
  }

  /** Returns a time of the ledger as clients see it, by the offset that was in force then. */
  shown(at: number): number {
    // Whatever happened in the same millisecond as a setting counts as before it.
    return at + (this.#settings.find(({ after }) => after < at)?.offsetMs ?? 0);
  }

  order(order: Order): Order {
    if (this.isOwn) return order;
    return {
      ...order,
      createdAt: this.shown(order.createdAt),
      updatedAt: this.shown(order.updatedAt),
    };
  }

  fill(fill: Fill): Fill {
    return this.isOwn ? fill : { ...fill, at: this.shown(fill.at) };
  }

  update(update: MarketUpdate): MarketUpdate {
    if (this.isOwn) return update;
    return {
      ...update,
      at: this.shown(update.at),
      executions: update.executions.map((execution) => ({
        ...execution,
        order: this.order(execution.order),
        fill: execution.fill && this.fill(execution.fill),
        at: this.shown(execution.at),
      })),
    };
  }
}
