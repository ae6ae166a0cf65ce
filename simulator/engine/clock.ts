import type { Fill, MarketUpdate, Order } from '../model.js';

/**
 * The exchange's clock as its clients see it, which can be set apart from this machine's (V5). All
 * times on the wire are shifted: GET time, the check of timestamps (REST and socket), the times of
 * orders, fills and events, and what startTime and endTime are compared with.
 *
 * The ledger itself keeps this machine's time, because it lists orders and fills by time and finds
 * the past by it (rest-lag), which a clock set back would upset. What it holds is shown with the
 * offset that was in force when it happened, so a thing has the same time whenever it is read, and
 * however often the clock was set since. Limits and the lives of keys and streams count on this
 * machine's time too, as do the moments in the text of a ban. A restart forgets the offset.
 */
export class Clock {
  #settings: { readonly after: number; readonly offsetMs: number }[] = [];

  /** Sets the clock `offsetMs` ahead of this machine's, or behind it when negative. */
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

  /** Returns this machine's present time as the exchange's. */
  present(now: number): number {
    return now + (this.#settings[0]?.offsetMs ?? 0);
  }

  /** Returns a time of the ledger as clients see it. */
  shown(at: number): number {
    // What happened within the very millisecond of a setting belongs to before, answered or not.
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
