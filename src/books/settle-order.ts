import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../drizzle/database.js';
import { openOrders } from '../../drizzle/schema.js';
import { sqlStatement, statement } from '../../drizzle/statement.js';
import { equals, isZero } from '../domain/decimal.js';
import type { OrderEventData } from '../domain/event.js';
import { addedQuantity, type Fill } from '../domain/fill.js';
import { isAccepted, isTerminal, type OpenStatus } from '../domain/order.js';
import { concludeOrder, mergeViews, type SeenState } from '../domain/merge.js';
import { mergeFills } from '../domain/merge-fills.js';
import type { Position } from '../domain/position.js';
import { outcomeEvent, writeOutcome } from './outcome.js';
import { executionsOfOrder, recordFills } from './executions.js';
import { raiseFillAlerts } from './fill-alerts.js';
import { applyLateFills } from './late-fills.js';
import { eventBuilder, type OrderMoment } from './order-events.js';
import { appendEvents } from './outbox.js';
import { isAnother, type Observation, type OrderKey, type Settled } from './observation.js';

type OpenOrder = typeof openOrders.$inferSelect;

const { placeholder } = sql;

const lockOrder = statement('lock_order', (db) =>
  db
    .select()
    .from(openOrders)
    .where(
      and(
        eq(openOrders.accountId, placeholder('accountId')),
        eq(openOrders.clientOrderId, placeholder('clientOrderId')),
      ),
    )
    .for('update'),
);

const updateOrder = sqlStatement(
  'update_order',
  sql`
    update open_orders
    set status = ${placeholder('status')}, filled_quantity = ${placeholder('filledQuantity')},
        reported_quantity = ${placeholder('reportedQuantity')},
        reported_quote = ${placeholder('reportedQuote')}::numeric,
        exchange_order_id = ${placeholder('exchangeOrderId')}, updated_at = now()
    where id = ${placeholder('id')}
  `,
);

/**
 * Applies an observation to an order in one transaction: executions, position, the open order or its
 * end (trade or failed order), and the outbox rows that tell of it.
 *
 * Applying anything twice changes nothing. Returns `null` when no table knows the order.
 */
export function settleOrder(
  db: Database,
  key: OrderKey,
  observation: Observation,
): Promise<Settled | null> {
  return db.transaction(async (tx) => {
    // Sent together; the second runs when the first holds the lock, so it sees what is committed.
    const [[order], known] = await Promise.all([
      lockOrder(tx, { accountId: key.accountId, clientOrderId: key.clientOrderId }),
      executionsOfOrder(tx, key),
    ]);
    if (!order) return applyLateFills(tx, key, observation);
    // Another order of the exchange that carries the same client order id, as once ours has closed it may.
    if (isAnother(order.exchangeOrderId, observation)) return null;
    return settleOpen(tx, order, known, observation);
  });
}

async function settleOpen(
  tx: Transaction,
  order: OpenOrder,
  known: readonly Fill[],
  observation: Observation,
): Promise<Settled> {
  const { source, view } = observation;
  const seen = everSeen(order, observation);
  const exchangeOrderId = view?.exchangeOrderId ?? order.exchangeOrderId;
  const at = new Date().toISOString();
  const merged = mergeFills(known, observation.fills, seen, {
    ...{ mayInfer: observation.mayInfer ?? false, fallbackPrice: order.price, at },
  });
  const recorded = await recordFills(tx, order, exchangeOrderId, merged, source);
  const concluded = concludeOrder(order, seen, recorded.all);
  const { status, filledQuantity, isIncomplete } = concluded;
  const reason = view?.reason;
  const moment = { status, exchangeOrderId, fills: recorded.all, source, reason, at };
  const added = addedQuantity(known, recorded.all);
  const events = eventsOf(order, moment, added, recorded.position);
  await Promise.all([
    recorded.storePosition(),
    isTerminal(status)
      ? writeOutcome(tx, order, { ...moment, status })
      : updateOpen(tx, order, { status, filledQuantity, exchangeOrderId, seen }),
    appendEvents(tx, events),
    raiseFillAlerts(tx, order, { ...merged, fills: recorded.all }, concluded.isOverfilled),
  ]);
  return {
    progress: {
      status,
      exchangeOrderId,
      filledQuantity,
      isIncomplete: isIncomplete && !isTerminal(status),
      ...(reason === undefined ? {} : { reason }),
    },
    hasEvents: events.length > 0,
  };
}

/**
 * What was seen of an order now and ever: an answer that lags behind an earlier one takes nothing back. What
 * has been looked for in vain for long enough is what the exchange says now.
 */
function everSeen(order: OpenOrder, { view, mayInfer = false }: Observation): SeenState {
  const { status, reportedQuantity, reportedQuote } = order;
  const before = {
    ...{ status, filledQuantity: reportedQuantity },
    ...(reportedQuote === null ? {} : { cumulativeQuote: reportedQuote }),
  };
  if (!view) return before;
  return mayInfer ? view : mergeViews<SeenState>(before, view);
}

/** What one step is told as: that the order was accepted, what it filled or how it ended, the position. */
function eventsOf(
  order: OpenOrder,
  moment: OrderMoment,
  added: string,
  position: Position | undefined,
): OrderEventData[] {
  const event = eventBuilder(order, moment);
  const { status } = moment;
  const events: OrderEventData[] = [];
  if (!isAccepted(order.status) && isAccepted(status) && status !== 'REJECTED') {
    events.push(event('order_created', '0'));
  }
  if (isTerminal(status)) events.push(outcomeEvent(order, { ...moment, status }, added));
  else if (!isZero(added)) events.push(event('order_partially_filled', added));
  if (position) events.push(event('position_updated', added, position));
  return events;
}

async function updateOpen(
  tx: Transaction,
  order: OpenOrder,
  next: {
    readonly status: OpenStatus;
    readonly filledQuantity: string;
    readonly exchangeOrderId: string | null;
    readonly seen: SeenState;
  },
): Promise<void> {
  const { status, filledQuantity, exchangeOrderId, seen } = next;
  const isSame =
    order.status === status &&
    order.exchangeOrderId === exchangeOrderId &&
    equals(order.filledQuantity, filledQuantity) &&
    equals(order.reportedQuantity, seen.filledQuantity);
  if (isSame) return;
  await updateOrder(tx, {
    ...{ id: order.id, status, filledQuantity, exchangeOrderId },
    ...{ reportedQuantity: seen.filledQuantity, reportedQuote: seen.cumulativeQuote ?? null },
  });
}
