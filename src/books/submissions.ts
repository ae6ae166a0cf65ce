import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database } from '../../drizzle/database.js';
import { isOfOrder, keyOf, ofOrder } from '../../drizzle/of-order.js';
import { openOrders, webhookDeliveries } from '../../drizzle/schema.js';
import type { Executor } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import { isAccepted, type OrderKey, type OrderRequest, type Refusal } from '../domain/order.js';
import { lockOpenOrder } from './open-orders.js';
import { eventOfCreation } from './order-events.js';
import { appendEvents, changeWithEvents } from './outbox.js';
import { outcomeEvent, writeOutcome, type Ending } from './outcome.js';

const accept = changeWithEvents(
  'accept_order',
  sql`
    update open_orders
    set status = 'NEW', exchange_order_id = ${sql.placeholder('exchangeOrderId')}, updated_at = now()
    where ${isOfOrder} and status = 'PENDING' and filled_quantity = 0
    returning id
  `,
);

/**
 * Records in one statement that the exchange has accepted an order and filled none of it yet.
 *
 * @returns whether it was recorded; `false` when the order has changed since its submission
 */
export function acceptSubmission(
  db: Database,
  request: OrderRequest,
  exchangeOrderId: string,
): Promise<boolean> {
  const created = eventOfCreation(request, exchangeOrderId, 'submit');
  return accept(db, { ...keyOf(request), exchangeOrderId }, [created]);
}

/**
 * Ends an order that was never accepted: replaces its row by a failed order and its event, in one
 * transaction (B2). A second call finds no row and writes nothing (B1).
 */
export async function refuseSubmission(
  db: Database,
  key: OrderKey,
  refusal: Refusal,
): Promise<void> {
  await db.transaction(async (tx) => {
    const intent = await lockOpenOrder(tx, key);
    if (!intent || isAccepted(intent.status)) return;
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

/** Marks that the exchange turned the latest submission away, so that the next attempt may send. */
export async function releaseSubmission(db: Database, key: OrderKey): Promise<void> {
  await db
    .update(openOrders)
    .set({ submittedAt: null, status: 'PENDING' })
    .where(isUnaccepted(key));
}

/**
 * Marks that the latest submission most likely never arrived, so that the next attempt may send.
 * What the exchange says about the next one proves nothing about this one.
 */
export async function giveUpSubmission(db: Database, key: OrderKey): Promise<void> {
  await db
    .update(openOrders)
    .set({ submittedAt: null, status: 'PENDING', isDoubtful: true })
    .where(isUnaccepted(key));
}

/**
 * Records that a later submission was refused while the order was doubtful: nothing is sent any
 * more, but only the exchange's reads say whether an earlier submission had arrived.
 */
export async function holdRefusal(db: Database, key: OrderKey, refusal: Refusal): Promise<void> {
  await db.update(openOrders).set({ status: 'UNKNOWN', refusal }).where(isUnaccepted(key));
}

/** Marks that an earlier submission may have arrived, of which the row does not say so. */
export async function markDoubtful(db: Database, key: OrderKey): Promise<void> {
  await db.update(openOrders).set({ isDoubtful: true }).where(isUnaccepted(key));
}

/** A step that was overtaken must not take back what is known by then. */
function isUnaccepted(key: OrderKey): SQL | undefined {
  return and(ofOrder(openOrders, key), inArray(openOrders.status, ['PENDING', 'UNKNOWN']));
}

/**
 * Marks that it is unclear what became of a submission.
 *
 * @param isProven whether the exchange is known to have the order nevertheless, so that it is never
 *   sent again and never given up
 */
export async function markUnknown(db: Database, key: OrderKey, isProven = false): Promise<void> {
  await db
    .update(openOrders)
    .set({ status: 'UNKNOWN', ...(isProven ? { isProven } : {}) })
    .where(isUnaccepted(key));
}

/** How old a submission is, and what is known about it. */
export interface Submission {
  /** By the database's clock, as `submitted_at` is; `null` while nothing was sent. */
  readonly ageMs: number | null;
  readonly isProven: boolean;
  /** Why it was refused, while an earlier one was still doubtful. */
  readonly refusal: Refusal | null;
}

/** Returns what is known about an order's submission. */
export async function submissionOf(db: Database, key: OrderKey): Promise<Submission> {
  const [row] = await db
    .select({
      ageMs: millisecondsSince(openOrders.submittedAt),
      isProven: openOrders.isProven,
      refusal: openOrders.refusal,
    })
    .from(openOrders)
    .where(ofOrder(openOrders, key));
  return row ?? { ageMs: null, isProven: false, refusal: null };
}

/**
 * Returns how long ago a request was stored, in milliseconds by the database's clock. The clocks of
 * edge and worker may differ, and that must not decide whether an order is sent.
 */
export async function ageOfRequest(db: Executor, request: OrderRequest): Promise<number> {
  return (await ageOfDelivery(db, request)) ?? Date.now() - Date.parse(request.receivedAt);
}

/** Returns how long ago a request was stored, or `undefined` if its delivery is not there. */
export async function ageOfDelivery(
  db: Executor,
  request: OrderRequest,
): Promise<number | undefined> {
  const workflowId = orderWorkflowId(request.accountId, request.clientOrderId);
  const [row] = await db
    .select({ ageMs: millisecondsSince(webhookDeliveries.receivedAt) })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.workflowId, workflowId));
  return row?.ageMs;
}
