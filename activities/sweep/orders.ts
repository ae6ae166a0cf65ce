import type { OpenOrder } from '../../drizzle/schema.js';
import { orderWorkflowId } from '../../src/domain/ids.js';
import { quietOrders } from '../../src/queries/open-orders.js';
import type { Dependencies } from '../dependencies.js';
import { apart } from '../apart.js';
import { alertUntracked, trackAgain } from '../track-again.js';

const PAGE = 1_000;
/** Up to this many orders, asking about each is cheaper than listing all workflows that run. */
const FEW = 20;

/**
 * Starts a workflow for each open order that has none. It continues from what is recorded, and asks
 * the exchange first.
 *
 * @returns their client order ids
 */
export async function repairOrders(deps: Dependencies): Promise<string[]> {
  const repaired: OpenOrder[] = [];
  let tracked: ReadonlySet<string> | undefined;
  let last = 0;
  for (;;) {
    const page = await quietOrders(deps.db, last, PAGE);
    if (page.length > FEW) tracked ??= await deps.orders.tracked();
    for (const row of page) {
      const { order } = row;
      if (tracked?.has(orderWorkflowId(order.accountId, order.clientOrderId))) continue;
      const { accountId, clientOrderId: subject } = order;
      await apart(deps, { activity: 'repairOrder', accountId, subject }, async () => {
        if (await deps.orders.isTracked(order)) return;
        if (await trackAgain(deps, row)) repaired.push(order);
      });
    }
    last = page.at(-1)?.order.id ?? last;
    if (page.length < PAGE) break;
  }
  await alertUntracked(deps, repaired);
  return repaired.map((order) => order.clientOrderId);
}
