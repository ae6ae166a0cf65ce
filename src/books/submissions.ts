import { and, eq, inArray, sql } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database } from '../../drizzle/database.js';
import { keyOf, ofOrder } from '../../drizzle/of-order.js';
import { openOrders, webhookDeliveries } from '../../drizzle/schema.js';
import type { Executor } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderKey, OrderRequest } from '../domain/order.js';
import { lockOpenOrder } from './open-orders.js';
import { eventOfCreation } from './order-events.js';
import { appendEvents, changeWithEvents } from './outbox.js';
import { outcomeEvent, writeOutcome, type Ending } from './outcome.js';

const accept = changeWithEvents(
  'accept_order',
  sql`
    update open_orders
    set status = 'NEW', exchange_order_id = ${sql.placeholder('exchangeOrderId')}, updated_at = now()
    where account_id = ${sql.placeholder('accountId')}
      and client_order_id = ${sql.placeholder('clientOrderId')}
      and status = 'PENDING' and filled_quantity = 0
    returning id
  `,
);

/**
 * Records in one statement that the exchange has taken a submission and filled nothing yet.
 *
 * @returns whether it was recorded; not when the order is no longer as its submission left it
 */
export function acceptSubmission(
  db: Database,
  request: OrderRequest,
  exchangeOrderId: string,
): Promise<boolean> {
  const created = eventOfCreation(request, exchangeOrderId, 'submit');
  return accept(db, { ...keyOf(request), exchangeOrderId }, [created]);
}

/** Why an order is not, or was not, taken. */
export interface Refusal {
  /** DENIED: we refused it, the exchange never saw it. REJECTED: the exchange refused it. */
  readonly status: 'DENIED' | 'REJECTED';
  /** Our stable code, or the exchange's own. */
  readonly code: string;
  readonly reason: string;
}

/**
 * Ends an order that never came to be: the intent goes, a failed order and its event come, in one
 * transaction (B2). Called twice it finds no intent and writes nothing (B1).
 */
export async function refuseSubmission(
  db: Database,
  key: OrderKey,
  refusal: Refusal,
): Promise<void> {
  await db.transaction(async (tx) => {
    const intent = await lockOpenOrder(tx, key);
    if (!intent) return;
    const ending: Ending = {
      ...refusal,
      exchangeOrderId: null,
      fills: [],
      source: 'submit',
      at: new Date().toISOString(),
    };
    await writeOutcome(tx, intent, ending);
    await appendEvents(tx, [outcomeEvent(intent, ending, '0')]);
  });
}

/** Marks that nothing is out, so that the next attempt may send. */
export async function releaseSubmission(db: Database, key: OrderKey): Promise<void> {
  await db
    .update(openOrders)
    .set({ submittedAt: null, status: 'PENDING' })
    .where(ofOrder(openOrders, key));
}

/**
 * Marks that the answer to a submission left open what became of it.
 *
 * @param isProven the exchange has the order all the same: it is never sent again, nor given up
 */
export async function markUnknown(db: Database, key: OrderKey, isProven = false): Promise<void> {
  await db
    .update(openOrders)
    .set({ status: 'UNKNOWN', ...(isProven ? { isProven } : {}) })
    .where(and(ofOrder(openOrders, key), inArray(openOrders.status, ['PENDING', 'UNKNOWN'])));
}

/** How long a submission has been out, and what is known of it. */
export interface Submission {
  /** By the database's clock, as `submitted_at` is; `null` while nothing is out. */
  readonly ageMs: number | null;
  readonly isProven: boolean;
}

/** Returns how an order's submission stands. */
export async function submissionOf(db: Database, key: OrderKey): Promise<Submission> {
  const [row] = await db
    .select({
      ageMs: millisecondsSince(openOrders.submittedAt),
      isProven: openOrders.isProven,
    })
    .from(openOrders)
    .where(ofOrder(openOrders, key));
  return row ?? { ageMs: null, isProven: false };
}

/**
 * Returns how long ago a request was stored, in milliseconds by the database's clock: the clocks of
 * edge and worker may differ, and an order must be neither refused nor sent for that.
 */
export async function ageOfRequest(db: Executor, request: OrderRequest): Promise<number> {
  const workflowId = orderWorkflowId(request.accountId, request.clientOrderId);
  const [row] = await db
    .select({ ageMs: millisecondsSince(webhookDeliveries.receivedAt) })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.workflowId, workflowId));
  return row?.ageMs ?? Date.now() - Date.parse(request.receivedAt);
}
