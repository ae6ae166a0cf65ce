import { isAccepted, isTerminal } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import { usedAccountIds } from '../../src/queries/epoch.js';
import { orderTraces, type OrderTraces } from '../../src/queries/order-traces.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Returns whether workflows know of an order, or of its acceptance or end, what no table does. A
 * step records what it knows before it tells the workflow, so that the database was put back to a
 * backup since. Unlike marks, this shows one that is seconds old, though nobody ran to remember it.
 *
 * @param restoredAt when the latest restore was noticed: what was before that may be lost for good
 */
export async function doWorkflowsKnowMore(
  deps: Dependencies,
  restoredAt: string | null,
): Promise<boolean> {
  const since = restoredAt === null ? null : new Date(restoredAt);
  for (const accountId of await usedAccountIds(deps.db)) {
    if (await isAnyAhead(deps, accountId, since)) return true;
  }
  return false;
}

async function isAnyAhead(
  deps: Dependencies,
  accountId: number,
  since: Date | null,
): Promise<boolean> {
  const { name } = await deps.gateway.accountFor(accountId);
  const latest = await deps.orders.latest({ id: accountId, name }, since);
  const traces = await orderTraces(deps.db, accountId, latest);
  if (traces.some(({ isKnown }) => !isKnown)) return true;
  const unsettled = latest.filter((_, index) => {
    const { open, isPlaced } = traces[index] ?? {};
    return open !== null || !isPlaced;
  });
  const ahead = await Promise.all(unsettled.map((id) => isAhead(deps, accountId, id)));
  return ahead.includes(true);
}

async function isAhead(
  deps: Dependencies,
  accountId: number,
  clientOrderId: string,
): Promise<boolean> {
  let progress: OrderProgress | undefined;
  try {
    progress = await deps.orders.progressOf({ accountId, clientOrderId });
  } catch (error) {
    // One workflow that cannot be asked must not keep all accounts waiting.
    deps.log.warn({ err: error, accountId, clientOrderId }, 'its workflow does not say how it is');
  }
  // Read after the workflow was asked, so that whatever it knew is there by now.
  const [traces] = await orderTraces(deps.db, accountId, [clientOrderId]);
  return progress !== undefined && traces !== undefined && knowsMore(progress, traces);
}

function knowsMore(known: OrderProgress, { open, isPlaced }: OrderTraces): boolean {
  if (!open) return !isPlaced && isAccepted(known.status);
  if (!isAccepted(open.status)) return isAccepted(known.status);
  // An id from outside may have been used again since.
  return isTerminal(known.status) && known.exchangeOrderId === open.exchangeOrderId;
}
