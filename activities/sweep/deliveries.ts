import { lateDeliveries } from '../../src/queries/deliveries.js';
import type { Dependencies } from '../dependencies.js';
import { apart } from '../apart.js';
import { attribute } from '../restore/attribute.js';

/** How many requests one sweep looks at. The next one takes the rest. */
const MOST_AT_ONCE = 1_000;

/**
 * Starts a workflow again for each request whose workflow went before its first step, for instance
 * because somebody terminated it. Workers themselves look every second for requests whose workflow
 * was never started.
 *
 * @returns their client order ids
 */
export async function repairDeliveries(deps: Dependencies): Promise<string[]> {
  const repaired: string[] = [];
  for (const { request, strategyName } of await lateDeliveries(deps.db, MOST_AT_ONCE)) {
    const { accountId, clientOrderId: subject } = request;
    await apart(deps, { activity: 'repairDelivery', accountId, subject }, async () => {
      if (await attribute(deps, request)) return;
      // Should its row be missing, as after a restore, the workflow writes it again.
      if (await deps.orders.wake(request, 'sync')) return;
      if (await deps.orders.track(request, strategyName, null)) repaired.push(subject);
    });
  }
  return repaired;
}
