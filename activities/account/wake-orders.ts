import type { ChangeSource } from '../../src/domain/order.js';
import { acceptedOrderIds } from '../../src/queries/open-orders.js';
import type { Dependencies } from '../dependencies.js';

/** How many signals are under way at once: thousands of orders must not starve everything else. */
const AT_ONCE = 20;

/** Makes the workflows of orders ask the exchange. The sweep sees to those that do not run. */
export async function wakeAll(
  deps: Dependencies,
  accountId: number,
  clientOrderIds: readonly string[],
  source: ChangeSource,
): Promise<void> {
  const waiting = [...clientOrderIds];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const order = { accountId, clientOrderId: next };
      if (!(await deps.orders.wake(order, source))) {
        deps.log.warn(order, 'an open order has no running workflow');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
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
