import type { OpenOrder } from '../drizzle/schema.js';
import { raiseAlert } from '../src/alerts/raise-alert.js';
import { AlertCode } from '../src/domain/alert.js';
import { isAccepted, toRequest } from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import { findRequest } from '../src/queries/deliveries.js';
import { findOpenOrder, type NamedOrder } from '../src/queries/open-orders.js';
import type { Dependencies } from './dependencies.js';

/** How many orders an alert names. */
const MOST_NAMED = 5;

/**
 * Starts a workflow for an open order that has none. It continues from what is recorded, and asks
 * the exchange first. Resolves with whether it was started.
 */
export async function trackAgain(
  deps: Dependencies,
  { order, accountName, strategyName }: NamedOrder,
): Promise<boolean> {
  // Read again: the order may have ended since the page was read.
  const still = await findOpenOrder(deps.db, order.id);
  if (!still) return false;
  const request = (await findRequest(deps.db, still)) ?? toRequest(still, accountName);
  return deps.orders.track(request, strategyName, progressOf(still));
}

/** An order that may not have been sent begins anew, by asking whether it was. */
function progressOf(order: OpenOrder): OrderProgress | null {
  const { status, exchangeOrderId, filledQuantity } = order;
  return isAccepted(status)
    ? { status, exchangeOrderId, filledQuantity, isIncomplete: true }
    : null;
}

/**
 * Raises one alert for an account: when Temporal lost its data, none of its orders has a workflow.
 */
export async function alertUntracked(
  { db }: Dependencies,
  repaired: readonly OpenOrder[],
): Promise<void> {
  for (const accountId of new Set(repaired.map((order) => order.accountId))) {
    const ids = repaired
      .filter((order) => order.accountId === accountId)
      .map((order) => order.clientOrderId);
    const [only, ...others] = ids;
    const isOne = others.length === 0;
    const what = isOne ? 'an open order' : `${ids.length} open orders`;
    const more = ids.length > MOST_NAMED ? ' and others' : '';
    await raiseAlert(db, {
      accountId,
      code: AlertCode.ORDER_WITHOUT_WORKFLOW,
      clientOrderId: isOne ? (only ?? null) : null,
      subject: new Date().toISOString(),
      message: `${what} had no running workflow and ${isOne ? 'has' : 'have'} one again: ${ids.slice(0, MOST_NAMED).join(', ')}${more}. Somebody may have terminated it`,
    });
  }
}
