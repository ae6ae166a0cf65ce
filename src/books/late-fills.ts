import { and, eq, isNotNull } from 'drizzle-orm';
import type { Transaction } from '../../drizzle/database.js';
import { failedOrders, trades, webhookDeliveries } from '../../drizzle/schema.js';
import { compare, isZero, maximum } from '../domain/decimal.js';
import type { OrderEventData } from '../domain/event.js';
import { addedQuantity, totalQuantity } from '../domain/fill.js';
import { orderWorkflowId } from '../domain/ids.js';
import { mergeFills } from '../domain/merge-fills.js';
import {
  endedStatus,
  isTerminal,
  type OrderFacts,
  type OrderKey,
  type TerminalStatus,
} from '../domain/order.js';
import { executionsOfOrder, recordFills } from './executions.js';
import { raiseFillAlerts } from './fill-alerts.js';
import { ofOrder } from '../../drizzle/of-order.js';
import { isAnother, type Observation, type Settled } from './observation.js';
import { eventBuilder } from './order-events.js';
import { appendEvents } from './outbox.js';
import { upsertTrade } from './outcome.js';

/** An ended order, as the row of its outcome describes it. */
interface EndedOrder {
  readonly order: OrderFacts;
  readonly status: TerminalStatus;
  readonly exchangeOrderId: string | null;
  readonly failedOrderId: number | null;
  readonly reason: string | null;
}

/**
 * Applies what is reported about an order after its end. Its status is final, so fills only add up.
 * When an order had ended without fills, its failed order is replaced by a trade.
 */
export async function applyLateFills(
  tx: Transaction,
  key: OrderKey,
  observation: Observation,
): Promise<Settled | null> {
  const ended = await findEnded(tx, key);
  if (!ended || isAnother(ended.exchangeOrderId, observation)) return null;
  const order = withFinalTerms(ended.order, observation);
  const exchangeOrderId = observation.view?.exchangeOrderId ?? ended.exchangeOrderId;
  // Read under the lock of the outcome's row (B3): an earlier read may miss what was committed
  // meanwhile.
  const known = await executionsOfOrder(tx, key);
  const { fills, source, view } = observation;
  const at = new Date().toISOString();
  const merged = mergeFills(known, fills, view, {
    mayInfer: observation.mayInfer ?? false,
    fallbackPrice: order.price,
    at,
    isListed: observation.isListed ?? false,
  });
  const recorded = await recordFills(tx, order, exchangeOrderId, merged, source);
  const filledQuantity = totalQuantity(recorded.all);
  const isIncomplete = view !== null && compare(filledQuantity, view.filledQuantity) < 0;
  // The quantity of an order by cost is an estimate: only the exchange knows when it is full.
  const isByCost = view?.isByCost ?? false;
  const isWhole = isByCost
    ? view?.status === 'FILLED' && !isIncomplete
    : compare(filledQuantity, order.quantity) >= 0;
  const status = isWhole ? 'FILLED' : ended.status;
  const added = addedQuantity(known, recorded.all);
  const events: OrderEventData[] = [];
  if (merged.removed || recorded.added.length > 0) {
    const moment = { status, exchangeOrderId, fills: recorded.all, source, at };
    const event = eventBuilder(order, moment);
    await upsertTrade(tx, order, moment);
    if (ended.failedOrderId !== null) {
      await tx.delete(failedOrders).where(eq(failedOrders.id, ended.failedOrderId));
    }
    if (!isZero(added)) {
      events.push(event(isWhole ? 'order_filled' : 'order_partially_filled', added));
    }
    await recorded.storePosition();
    if (recorded.position) events.push(event('position_updated', added, recorded.position));
    await appendEvents(tx, events);
  }
  // Real fills that only take an inferred one's place come without a view, and are no more than was
  // counted.
  const ordered = maximum(order.quantity, view?.current?.quantity ?? '0');
  const isOverfilled = !isByCost && !isZero(added) && compare(filledQuantity, ordered) > 0;
  await raiseFillAlerts(tx, order, { ...merged, fills: recorded.all }, isOverfilled);
  return {
    progress: {
      status,
      exchangeOrderId,
      filledQuantity,
      isIncomplete,
      ...(ended.reason === null ? {} : { reason: ended.reason }),
    },
    hasEvents: events.length > 0,
  };
}

/**
 * Returns the order with the terms that it ended with, if that is what the exchange reports.
 * Amendments end with the order, so that a report of its end is never outdated.
 */
function withFinalTerms(order: OrderFacts, { view }: Observation): OrderFacts {
  if (!view?.current || !isTerminal(view.status)) return order;
  const { quantity, price } = view.current;
  return { ...order, quantity, price: price ?? order.price };
}

/**
 * Locks and returns the row of the order's outcome. The failed order comes first: a late fill makes
 * a trade of it, and the other way round both could be missed.
 */
async function findEnded(tx: Transaction, key: OrderKey): Promise<EndedOrder | null> {
  const [failed] = await tx
    .select()
    .from(failedOrders)
    .where(ofOrder(failedOrders, key))
    .for('update');
  if (failed) {
    return {
      order: failed,
      status: endedStatus(failed.status),
      exchangeOrderId: failed.exchangeOrderId,
      failedOrderId: failed.id,
      reason: failed.reason,
    };
  }
  const [trade] = await tx.select().from(trades).where(ofOrder(trades, key)).for('update');
  if (!trade) return findRequested(tx, key);
  return {
    order: { ...trade, quantity: trade.orderQuantity },
    status: trade.status,
    exchangeOrderId: trade.exchangeOrderId,
    failedOrderId: null,
    reason: null,
  };
}

/**
 * Returns what was asked for, from the request: an operator may have deleted the failed order. A
 * request that was never placed has no end.
 */
async function findRequested(tx: Transaction, key: OrderKey): Promise<EndedOrder | null> {
  const [delivery] = await tx
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.workflowId, orderWorkflowId(key.accountId, key.clientOrderId)),
        isNotNull(webhookDeliveries.placedAt),
      ),
    )
    .for('update');
  if (!delivery) return null;
  return {
    order: delivery.request,
    status: 'CANCELLED',
    exchangeOrderId: null,
    failedOrderId: null,
    reason: null,
  };
}
