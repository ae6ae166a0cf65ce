import type { Order } from '../model.js';

const KEEP_MS = 60_000;

/**
 * The former states of orders, for a minute after they were left. With them a read can be answered
 * as of some milliseconds ago, as a lagging replica of a real exchange answers.
 */
export class Revisions {
  readonly #byOrder = new Map<number, Order[]>();
  #queue: { readonly orderId: number; readonly leftAt: number }[] = [];
  #head = 0;

  /** Keeps the state that an order had until `leftAt`, however old that state is. */
  add(left: Order, leftAt: number): void {
    const { orderId } = left;
    const list = this.#byOrder.get(orderId);
    if (list) list.push(left);
    else this.#byOrder.set(orderId, [left]);
    this.#queue.push({ orderId, leftAt });
    this.#forgetBefore(leftAt - KEEP_MS);
  }

  /**
   * Returns the order as it was at `at`, or undefined if it did not exist yet. If `at` is so long
   * ago that its state is forgotten, returns the current one.
   */
  asOf(current: Order, at: number): Order | undefined {
    if (current.updatedAt <= at) return current;
    const known = this.#byOrder.get(current.orderId)?.findLast((order) => order.updatedAt <= at);
    return known ?? (current.createdAt <= at ? current : undefined);
  }

  /** Returns the ids of the orders that changed within about the last minute. */
  recentOrderIds(): Iterable<number> {
    return this.#byOrder.keys();
  }

  #forgetBefore(limit: number): void {
    for (;;) {
      const oldest = this.#queue[this.#head];
      if (!oldest || oldest.leftAt >= limit) break;
      this.#head += 1;
      const list = this.#byOrder.get(oldest.orderId);
      list?.shift();
      if (list?.length === 0) this.#byOrder.delete(oldest.orderId);
    }
    if (this.#head > 1000 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }
}
