import type { ChangeSource } from '../../src/domain/order.js';
import { acceptedOrderIds } from '../../src/queries/open-orders.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Signals that are under way at once: many thousands of orders must not shut out everything else.
 */
const AT_ONCE = 20;

/** Has orders' workflows look at the exchange. One that does not run is left to the sweep. */
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

/** Brings an account's orders back to asking for themselves, when its comparison does not work. */
export async function wakeOrders(
  deps: Dependencies,
  { accountId }: WakeOrdersInput,
): Promise<void> {
  await wakeAll(deps, accountId, await acceptedOrderIds(deps.db, accountId), 'poll');
}
