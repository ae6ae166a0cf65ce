import { isAccepted, isTerminal } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import { usedAccounts } from '../../src/queries/epoch.js';
import { orderTraces, type OrderTraces } from '../../src/queries/order-traces.js';
import type { Dependencies, LatestOrder } from '../dependencies.js';

/** A backup is rarely older. */
const DAY_MS = 24 * 3_600_000;

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
  const since = new Date(Math.max(Date.now() - DAY_MS, Date.parse(restoredAt ?? '') || 0));
  const accounts = await usedAccounts(deps.db);
  const ahead = await Promise.all(accounts.map((account) => isAnyAhead(deps, account, since)));
  return ahead.includes(true);
}

async function isAnyAhead(
  deps: Dependencies,
  account: { readonly id: number; readonly name: string },
  since: Date,
): Promise<boolean> {
  const latest = await deps.orders.latest(account, since);
  const ids = latest.map(({ clientOrderId }) => clientOrderId);
  const traces = await orderTraces(deps.db, account.id, ids);
  const lost = latest.find(({ startedAt }, index) => !traces[index]?.isKnown && startedAt > since);
  if (lost) return true;
  const unsettled = latest.filter((order, index) => mayBeBehind(order, traces[index]));
  const ahead = await Promise.all(
    unsettled.map(({ clientOrderId }) => isAhead(deps, account.id, clientOrderId)),
  );
  return ahead.includes(true);
}

/** Asking a workflow has it replayed, so only those are asked that could know more. */
function mayBeBehind({ hasEnded }: LatestOrder, traces: OrderTraces | undefined): boolean {
  if (!traces?.isKnown) return false;
  const { open, isPlaced } = traces;
  return open ? hasEnded || !isAccepted(open.status) : !isPlaced;
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
