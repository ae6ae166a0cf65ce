import type { OrderKey } from '../../src/domain/order.js';

/** More than are claimed while a backup is put back. */
const MOST = 10_000;

/**
 * For how long after a pause what this process gave back is still its own to claim. Any other
 * process would ask for 12 s before it sends.
 */
const STILL_OWN_MS = 10_000;

/**
 * What this process knows of the claims that it has won. The claim on an order's row decides who
 * sends, but a restored database may have forgotten one: then an order that was sent seems to be
 * free again.
 */
export class ClaimedOrders {
  /**
   * Until when an order may be claimed again, 0 unless its latest claim was given back; in the
   * order of these claims.
   */
  readonly #ownUntil = new Map<string, number>();

  /**
   * Notes that a claim was won.
   *
   * @param isFirst whether its row says that it is the order's first
   * @returns whether that agrees with what this process knows: it has won none before, or it has
   *   just given the latest one back itself. What another process gave back, it cannot tell from
   *   what a restored database has forgotten
   */
  win(order: OrderKey, isFirst: boolean): boolean {
    const key = keyOf(order);
    const ownUntil = this.#ownUntil.get(key);
    this.#ownUntil.delete(key);
    this.#ownUntil.set(key, 0);
    const [oldest] = this.#ownUntil.keys();
    if (this.#ownUntil.size > MOST && oldest !== undefined) this.#ownUntil.delete(oldest);
    return isFirst
      ? ownUntil === undefined
      : ownUntil !== undefined && performance.now() < ownUntil;
  }

  /**
   * Notes that nothing is out under the latest claim, so that the order may be sent again.
   *
   * @param pauseMs after how long
   */
  giveBack(order: OrderKey, pauseMs: number): void {
    this.#ownUntil.set(keyOf(order), performance.now() + pauseMs + STILL_OWN_MS);
  }
}

function keyOf({ accountId, clientOrderId }: OrderKey): string {
  return `${accountId} ${clientOrderId}`;
}
