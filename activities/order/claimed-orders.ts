import type { OrderKey } from '../../src/domain/order.js';

/** More than are claimed while a backup is put back. */
const MOST = 10_000;

/**
 * What this process knows of the claims that it has won. The claim on an order's row decides who
 * sends, but a restored database may have forgotten one: then an order that was sent seems to be
 * free again.
 */
export class ClaimedOrders {
  /** Whether the latest claim of an order was given back, in the order of these claims. */
  readonly #isGivenBack = new Map<string, boolean>();

  /**
   * Notes that a claim was won.
   *
   * @param isFirst whether its row says that it is the order's first
   * @returns whether that agrees with what this process knows: it has won none before, or it has
   *   itself given the latest one back. What another process gave back, it cannot tell from what a
   *   restored database has forgotten
   */
  win(order: OrderKey, isFirst: boolean): boolean {
    const key = keyOf(order);
    const isGivenBack = this.#isGivenBack.get(key);
    this.#isGivenBack.delete(key);
    this.#isGivenBack.set(key, false);
    const [oldest] = this.#isGivenBack.keys();
    if (this.#isGivenBack.size > MOST && oldest !== undefined) this.#isGivenBack.delete(oldest);
    return isFirst ? isGivenBack === undefined : isGivenBack === true;
  }

  /** Notes that nothing is out under the latest claim, so that the order may be sent again. */
  giveBack(order: OrderKey): void {
    this.#isGivenBack.set(keyOf(order), true);
  }
}

function keyOf({ accountId, clientOrderId }: OrderKey): string {
  return `${accountId} ${clientOrderId}`;
}
