import type { Order } from './model.js';

const KEEP_MS = 60_000;

/**
 * The states orders went through in the last minute. Needed to answer a read as it was some
 * milliseconds ago, which is how a lagging replica of a real exchange answers.
 */
export class Revisions {
  readonly #byOrder = new Map<number, Order[]>();
  #queue: Order[] = [];
  #head = 0;

  add(order: Order, now: number): void {
    const list = this.#byOrder.get(order.orderId);
    if (list) list.push(order);
    else this.#byOrder.set(order.orderId, [order]);
    this.#queue.push(order);
    this.#forgetBefore(now - KEEP_MS);
  }

  /** Returns the order as it was at `at`, or undefined when it did not exist yet. */
  asOf(current: Order, at: number): Order | undefined {
    if (current.updatedAt <= at) return current;
    const known = this.#byOrder.get(current.orderId)?.findLast((order) => order.updatedAt <= at);
    return known ?? (current.createdAt <= at ? current : undefined);
  }

  /** Returns the ids of the orders that changed lately. */
  recentOrderIds(): Iterable<number> {
    return this.#byOrder.keys();
  }

  #forgetBefore(limit: number): void {
    for (;;) {
      const oldest = this.#queue[this.#head];
      if (!oldest || oldest.updatedAt >= limit) break;
      this.#head += 1;
      const list = this.#byOrder.get(oldest.orderId);
      // The newest state before the limit still answers for it, so one older than that may go.
      if (list && list.length > 1) list.shift();
      else this.#byOrder.delete(oldest.orderId);
    }
    if (this.#head > 1000 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }
}
