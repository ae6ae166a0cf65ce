import type { OrderKey } from '../../src/domain/order.js';

/** More than are claimed while a backup is put back. */
const MOST = 10_000;

/** The orders whose first claim this process has won: a second one must not happen. */
export class ClaimedOrders {
  readonly #keys = new Set<string>();

  /** Notes that the first claim of an order was won. Returns `false` if it was noted before. */
  add({ accountId, clientOrderId }: OrderKey): boolean {
    const key = `${accountId} ${clientOrderId}`;
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    const [oldest] = this.#keys;
    if (this.#keys.size > MOST && oldest !== undefined) this.#keys.delete(oldest);
    return true;
  }
}
