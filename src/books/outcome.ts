import { sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../drizzle/database.js';
import { failedOrders, trades } from '../../drizzle/schema.js';
import { placeholders, sqlStatement, statement } from '../../drizzle/statement.js';
import { isZero } from '../domain/decimal.js';
import { EVENT_OF_END, type OrderEventData } from '../domain/event.js';
import { totalQuantity } from '../domain/fill.js';
import { orderWorkflowId } from '../domain/ids.js';
import {
  factsOf,
  ORDER_FACTS,
  type OrderFacts,
  type FailedStatus,
  type OrderKey,
  type TerminalStatus,
} from '../domain/order.js';
import { TRADE_FIGURES, tradeFigures } from '../domain/trade.js';
import { isOfOrder, keyOf, ofOrder } from '../../drizzle/of-order.js';
import { deleteOpenOrder } from './open-orders.js';
import { eventBuilder, type OrderMoment } from './order-events.js';

/** The reason to record when the exchange gives none. */
const plainReasons: Readonly<Record<TerminalStatus, string>> = {
  FILLED: 'filled',
  CANCELLED: 'cancelled on the exchange',
  EXPIRED: 'expired on the exchange',
  REJECTED: 'rejected by the exchange',
  DENIED: 'denied before it was sent',
};

function reasonOf({ reason, status, source }: Ending): string {
  if (reason !== undefined) return reason;
  const isOurs = status === 'CANCELLED' && source === 'admin';
  return isOurs ? 'cancelled by an operator' : plainReasons[status];
}

/** How an order ended. `code` says why, if it ended without a fill. */
export type Ending = OrderMoment & { readonly status: TerminalStatus; readonly code?: string };

/**
 * Returns whether an order has ended and its outcome is written. A late fill moves the outcome from
 * the failed orders to the trades, so they are looked at in this order.
 */
export async function hasOutcome(tx: Transaction, key: OrderKey): Promise<boolean> {
  for (const table of [failedOrders, trades]) {
    const [row] = await tx.select({ id: table.id }).from(table).where(ofOrder(table, key));
    if (row) return true;
  }
  return false;
}

const endedBefore = sqlStatement<{ has_ended: boolean }>(
  'has_ended_before',
  sql`
    select exists (
      select 1 from order_events
      where ${isOfOrder} and type in (${sql.join(
        [...new Set(Object.values(EVENT_OF_END))].map((type) => sql`${type}`),
        sql`, `,
      )})
        and exists (select 1 from webhook_deliveries
          where workflow_id = ${sql.placeholder('workflowId')} and placed_at is not null)
    ) as has_ended
  `,
);

/**
 * Returns whether an order of an alert has ended, even if an operator has deleted its failed order:
 * its events remain, and the delivery that placed it.
 */
export async function hasEnded(tx: Transaction, key: OrderKey): Promise<boolean> {
  if (await hasOutcome(tx, key)) return true;
  const workflowId = orderWorkflowId(key.accountId, key.clientOrderId);
  const [row] = await endedBefore(tx, { ...keyOf(key), workflowId });
  return row?.has_ended ?? false;
}

/**
 * Ends an order (B6): deletes the open order and writes its one outcome, a trade if any of it was
 * filled and a failed order otherwise.
 */
export async function writeOutcome(
  tx: Transaction,
  order: OrderFacts,
  ending: Ending,
): Promise<void> {
  const isTraded = !isZero(totalQuantity(ending.fills));
  await Promise.all([
    deleteOpenOrder(tx, order),
    isTraded ? upsertTrade(tx, order, ending) : insertFailedOrder(tx, order, ending),
  ]);
}

/**
 * Returns the event that reports an order's end.
 *
 * @param added the quantity that this step filled; if it is zero, `order_filled` carries the whole
 *   quantity
 */
export function outcomeEvent(order: OrderFacts, ending: Ending, added: string): OrderEventData {
  const isTraded = !isZero(totalQuantity(ending.fills));
  const eventQuantity = ending.status === 'FILLED' && isZero(added) ? order.quantity : added;
  const reason = isTraded ? ending.reason : reasonOf(ending);
  return eventBuilder(order, { ...ending, reason })(EVENT_OF_END[ending.status], eventQuantity);
}

const storeTrade = statement('upsert_trade', (db) =>
  db
    .insert(trades)
    .values(
      placeholders([
        ...ORDER_FACTS,
        'orderQuantity',
        'exchangeOrderId',
        'status',
        ...TRADE_FIGURES,
      ]),
    )
    .onConflictDoUpdate({
      target: [trades.accountId, trades.clientOrderId],
      set: excluded([...TRADE_FIGURES, 'status', 'orderQuantity', 'price']),
    }),
);

/** Returns the values of a conflicting insert, for the update that replaces it. */
function excluded(fields: readonly (keyof typeof trades.$inferInsert)[]): Record<string, SQL> {
  return Object.fromEntries(
    fields.map((field) => [field, sql`excluded.${sql.identifier(trades[field].name)}`]),
  );
}

/** Writes the one trade of an order. A late fill, which only adds to it, writes it again. */
export async function upsertTrade(
  tx: Transaction,
  order: OrderFacts,
  moment: OrderMoment & { status: TerminalStatus },
): Promise<void> {
  await storeTrade(tx, {
    ...factsOf(order),
    orderQuantity: order.quantity,
    exchangeOrderId: moment.exchangeOrderId ?? '',
    // In `trades`, `quantity` is what was traded.
    ...tradeFigures(moment.fills),
    status: tradeStatus(moment.status),
  });
}

async function insertFailedOrder(
  tx: Transaction,
  order: OrderFacts,
  ending: Ending,
): Promise<void> {
  await tx
    .insert(failedOrders)
    .values({
      ...factsOf(order),
      exchangeOrderId: ending.exchangeOrderId,
      status: failedStatus(ending.status),
      code: ending.code ?? null,
      reason: reasonOf(ending),
    })
    .onConflictDoNothing();
}

/** Returns the status of a trade: an order whose rest was refused after a fill is CANCELLED. */
function tradeStatus(status: TerminalStatus): 'FILLED' | 'CANCELLED' | 'EXPIRED' {
  return status === 'FILLED' || status === 'EXPIRED' ? status : 'CANCELLED';
}

function failedStatus(status: TerminalStatus): FailedStatus {
  switch (status) {
    case 'EXPIRED':
      return 'expired';
    case 'CANCELLED':
      return 'cancelled';
    case 'FILLED':
    case 'REJECTED':
    case 'DENIED':
      return 'rejected';
  }
}
