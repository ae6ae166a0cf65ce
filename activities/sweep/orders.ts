import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { accounts, openOrders, strategies, webhookDeliveries } from '../../drizzle/schema.js';
import { raiseAlert } from '../../src/alerts/raise-alert.js';
import { AlertCode } from '../../src/domain/alert.js';
import { orderWorkflowId } from '../../src/domain/ids.js';
import { isAccepted, type OrderRequest } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import type { Dependencies } from '../dependencies.js';

const PAGE = 1_000;
/** Up to here it is cheaper to ask about each order than for the list of all that run. */
const FEW = 20;

/** A row that is changed right now is at the end of a step: its workflow is there, or ends with it. */
const QUIET_FOR = sql`interval '5 s'`;

type OpenOrder = typeof openOrders.$inferSelect;

/**
 * Gives open orders without a running workflow one again. It goes on from what is recorded, asks the exchange
 * first, and tells what comes of it.
 *
 * @returns their client order ids
 */
export async function repairOrders(deps: Dependencies): Promise<string[]> {
  const repaired: OpenOrder[] = [];
  let tracked: ReadonlySet<string> | undefined;
  let last = 0;
  for (;;) {
    const page = await quietOrders(deps, last);
    if (page.length > FEW) tracked ??= await deps.orders.tracked();
    for (const row of page) {
      const { order } = row;
      if (tracked?.has(orderWorkflowId(order.accountId, order.clientOrderId))) continue;
      if (await deps.orders.isTracked(order)) continue;
      if (await repair(deps, row)) repaired.push(order);
    }
    last = page.at(-1)?.order.id ?? last;
    if (page.length < PAGE) break;
  }
  await alertOf(deps, repaired);
  return repaired.map((order) => order.clientOrderId);
}

type OrderRow = Awaited<ReturnType<typeof quietOrders>>[number];

function quietOrders({ db }: Dependencies, afterId: number) {
  return db
    .select({ order: openOrders, accountName: accounts.name, strategyName: strategies.name })
    .from(openOrders)
    .innerJoin(accounts, eq(accounts.id, openOrders.accountId))
    .leftJoin(strategies, eq(strategies.id, openOrders.strategyId))
    .where(and(gt(openOrders.id, afterId), sql`${openOrders.updatedAt} < now() - ${QUIET_FOR}`))
    .orderBy(asc(openOrders.id))
    .limit(PAGE);
}

async function repair(
  deps: Dependencies,
  { order, accountName, strategyName }: OrderRow,
): Promise<boolean> {
  // Looked at again: it may have ended since the page was read.
  const [still] = await deps.db.select().from(openOrders).where(eq(openOrders.id, order.id));
  if (!still) return false;
  const request = (await requestOf(deps, still)) ?? toRequest(still, accountName);
  return deps.orders.track(request, strategyName, progressOf(still));
}

/** One alert for an account, however many: when Temporal has lost its memory, all are without one. */
async function alertOf({ db }: Dependencies, repaired: readonly OpenOrder[]): Promise<void> {
  for (const accountId of new Set(repaired.map((order) => order.accountId))) {
    const ids = repaired
      .filter((order) => order.accountId === accountId)
      .map((order) => order.clientOrderId);
    const [only, ...others] = ids;
    await raiseAlert(db, {
      ...{ accountId, code: AlertCode.ORDER_WITHOUT_WORKFLOW },
      clientOrderId: others.length === 0 ? (only ?? null) : null,
      subject: new Date().toISOString(),
      message: `${ids.length === 1 ? 'an open order' : `${ids.length} open orders`} had no running workflow and ${ids.length === 1 ? 'has' : 'have'} one again: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' and others' : ''}. Somebody may have terminated it`,
    });
  }
}

/** What was never proven to be out begins anew, with a look whether it is. */
function progressOf(order: OpenOrder): OrderProgress | null {
  if (!isAccepted(order.status)) return null;
  return {
    status: order.status,
    exchangeOrderId: order.exchangeOrderId,
    filledQuantity: order.filledQuantity,
    isIncomplete: true,
  };
}

async function requestOf(
  { db }: Dependencies,
  { accountId, clientOrderId }: OpenOrder,
): Promise<OrderRequest | undefined> {
  const workflowId = orderWorkflowId(accountId, clientOrderId);
  const [delivery] = await db
    .select({ request: webhookDeliveries.request })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.workflowId, workflowId));
  return delivery?.request;
}

function toRequest(order: OpenOrder, accountName: string): OrderRequest {
  return {
    accountId: order.accountId,
    accountName,
    strategyId: order.strategyId,
    clientOrderId: order.clientOrderId,
    symbol: order.symbol,
    marketType: order.marketType,
    side: order.side,
    orderType: order.orderType,
    quantity: order.quantity,
    price: order.price,
    timeInForce: order.timeInForce,
    reduceOnly: order.reduceOnly,
    receivedAt: order.createdAt,
  };
}
