import type { OpenOrder } from '../../drizzle/schema.js';
import type { ChangeSource } from '../../src/domain/order.js';
import { acceptedOrderIds, findOpen } from '../../src/queries/open-orders.js';
import type { Dependencies } from '../dependencies.js';
import { apart } from '../apart.js';
import { alertUntracked, trackAgain } from '../track-again.js';

/** How many signals are under way at once: thousands of orders must not starve everything else. */
const AT_ONCE = 20;

/**
 * Makes the workflows of open orders ask the exchange. An order that has none gets one. One that
 * cannot be woken, for instance because Temporal takes no more signals for it, holds up no other.
 */
export async function wakeAll(
  deps: Dependencies,
  accountId: number,
  clientOrderIds: readonly string[],
  source: ChangeSource,
): Promise<void> {
  const waiting = [...clientOrderIds];
  const repaired: OpenOrder[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const order = { accountId, clientOrderId: next };
      const step = { activity: 'wakeOrder', accountId, subject: order.clientOrderId };
      await apart(deps, step, async () => {
        if (await deps.orders.wake(order, source)) return;
        const open = await findOpen(deps.db, order);
        if (open && (await trackAgain(deps, open))) repaired.push(open.order);
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await alertUntracked(deps, repaired);
}

export interface WakeOrdersInput {
  readonly accountId: number;
}

/** Wakes an account's orders, which then poll for themselves, when its comparison fails. */
export async function wakeOrders(
  deps: Dependencies,
  { accountId }: WakeOrdersInput,
): Promise<void> {
  await wakeAll(deps, accountId, await acceptedOrderIds(deps.db, accountId), 'poll');
}
