import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import {
  failedOrders,
  openOrders,
  tradeExecutions,
  trades,
  webhookDeliveries,
} from '../../drizzle/schema.js';
import { totalQuantity } from '../domain/fill.js';
import { orderWorkflowId } from '../domain/ids.js';
import { endedStatus, type OrderFacts, type OrderKey, type OrderRequest } from '../domain/order.js';
import { executionsOfOrder } from './executions.js';
import { lockOpenOrder } from './open-orders.js';
import { eventBuilder, type OrderMoment } from './order-events.js';
import { appendEvents } from './outbox.js';
import { foldIn, lockPosition, storePosition } from './position.js';

type Standing = Pick<OrderMoment, 'status' | 'exchangeOrderId'> & Pick<OrderFacts, 'strategyId'>;

/**
 * Gives an order to the strategy whose alert has asked for it. After a restore, the order may have
 * been recorded before its alert came again, and then belongs to nobody. The executions move into
 * the strategy's position, in one transaction.
 *
 * @returns whether the order is recorded, so that there is nothing to place; a second call changes
 *   nothing (B1)
 */
export function attributeOrder(db: Database, request: OrderRequest): Promise<boolean> {
  return db.transaction(async (tx) => {
    const standing = await lockRecorded(tx, request);
    if (!standing || request.strategyId === null) return false;
    await markPlaced(tx, request);
    if (standing.strategyId !== null) return true;
    const { strategyId } = request;
    for (const table of [openOrders, trades, failedOrders, tradeExecutions]) {
      await tx.update(table).set({ strategyId }).where(ofOrder(table, request));
    }
    await addToPosition(tx, request, standing);
    return true;
  });
}

/** Marks the delivery of an order as placed, if it is not. */
export async function markPlaced(
  db: Database | Transaction,
  { accountId, clientOrderId }: OrderKey,
): Promise<void> {
  await db
    .update(webhookDeliveries)
    .set({
      placedAt: sql`now()`,
      startedAt: sql`coalesce(${webhookDeliveries.startedAt}, now())`,
    })
    .where(
      and(
        eq(webhookDeliveries.workflowId, orderWorkflowId(accountId, clientOrderId)),
        isNull(webhookDeliveries.placedAt),
      ),
    );
}

/** Locks the order's row (B3). Returns how it stands, or `undefined` if no table has it. */
async function lockRecorded(tx: Transaction, key: OrderKey): Promise<Standing | undefined> {
  const open = await lockOpenOrder(tx, key);
  if (open) return open;
  // A late fill moves the outcome from the failed orders to the trades.
  const [failed] = await tx
    .select()
    .from(failedOrders)
    .where(ofOrder(failedOrders, key))
    .for('update');
  if (failed) return { ...failed, status: endedStatus(failed.status) };
  const [trade] = await tx.select().from(trades).where(ofOrder(trades, key)).for('update');
  return trade;
}

/** Adds the executions that an order has got from another to its strategy's position. */
export async function addToPosition(
  tx: Transaction,
  order: OrderFacts,
  { status, exchangeOrderId }: Omit<Standing, 'strategyId'>,
): Promise<void> {
  const fills = await executionsOfOrder(tx, order);
  const row = fills.length > 0 ? await lockPosition(tx, order) : undefined;
  if (!row) return;
  const folded = await foldIn(tx, row, order, { added: fills, removed: null });
  await storePosition(tx, row, folded);
  const at = new Date().toISOString();
  const event = eventBuilder(order, { status, exchangeOrderId, fills, source: 'sync', at });
  await appendEvents(tx, [event('position_updated', totalQuantity(fills), folded.newest)]);
}
