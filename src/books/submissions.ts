import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database, Transaction } from '../../drizzle/database.js';
import { isOfOrder, keyOf, ofOrder } from '../../drizzle/of-order.js';
import { openOrders, webhookDeliveries } from '../../drizzle/schema.js';
import type { Executor } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderKey, OrderRequest, Refusal } from '../domain/order.js';
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
 *
 * @returns whether it has ended by this; `false` when it had ended or changed before
 */
export async function refuseSubmission(
  db: Database,
  key: OrderKey,
  mark: ClaimMark | null,
  refusal: Refusal,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const intent = await lockOpenOrder(tx, key);
    if (!intent || !(await isStillUnder(tx, key, mark))) return false;
    const ending: Ending = {
      ...refusal,
      exchangeOrderId: null,
      fills: [],
      source: 'submit',
      at: new Date().toISOString(),
    };
    await writeOutcome(tx, intent, ending);
    await appendEvents(tx, [outcomeEvent(intent, ending, '0')]);
    return true;
  });
}

/**
 * Marks that nothing is out under a claim, so that the next attempt may send.
 *
 * @returns whether that claim was still the order's latest
 */
export async function releaseSubmission(
  db: Database,
  key: OrderKey,
  mark: ClaimMark,
): Promise<boolean> {
  const released = await db
    .update(openOrders)
    .set({ submittedAt: null, status: 'PENDING' })
    .where(isUnderClaim(key, mark))
    .returning({ id: openOrders.id });
  return released.length > 0;
}

/**
 * Marks that a submission most likely never arrived, so that the next attempt may send. What the
 * exchange says about the next one proves nothing about this one.
 *
 * @param mark the claim that it was made under, `null` if none was held
 * @returns whether that was still the order's latest
 */
export async function giveUpSubmission(
  db: Database,
  key: OrderKey,
  mark: ClaimMark | null,
): Promise<boolean> {
  const givenUp = await db
    .update(openOrders)
    .set({ submittedAt: null, status: 'PENDING', isDoubtful: true })
    // Of an order that was refused since, nothing is sent any more.
    .where(and(isUnderClaim(key, mark), isNull(openOrders.refusal)))
    .returning({ id: openOrders.id });
  return givenUp.length > 0;
}

/**
 * Records that a later submission was refused while the order was doubtful: nothing is sent any
 * more, but only the exchange's reads say whether an earlier submission had arrived.
 */
export async function holdRefusal(
  db: Database,
  key: OrderKey,
  mark: ClaimMark,
  refusal: Refusal,
): Promise<void> {
  await db.update(openOrders).set({ status: 'UNKNOWN', refusal }).where(isUnderClaim(key, mark));
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

/**
 * Tells one claim on an order from any other: the text of its `submitted_at`, to the microsecond. A
 * step that was frozen and wakes may find that another step has claimed the order since. What it
 * knows is then about its own submission only, and must not undo the other's claim.
 */
export type ClaimMark = string;

/**
 * The condition that the exchange is not known to have an order, and that a claim is still its
 * latest.
 */
export function isUnderClaim(key: OrderKey, mark: ClaimMark | null): SQL | undefined {
  const isLatest = sql`${openOrders.submittedAt} is not distinct from ${mark}::timestamptz`;
  return and(isUnaccepted(key), eq(openOrders.isProven, false), isLatest);
}

async function isStillUnder(
  tx: Transaction,
  key: OrderKey,
  mark: ClaimMark | null,
): Promise<boolean> {
  const [row] = await tx
    .select({ id: openOrders.id })
    .from(openOrders)
    .where(isUnderClaim(key, mark));
  return row !== undefined;
}

/** How old a submission is, and what is known about it. */
export interface Submission {
  /** The claim that it was made under; `null` while nobody holds one. */
  readonly mark: ClaimMark | null;
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
      mark: sql<ClaimMark | null>`${openOrders.submittedAt}::text`,
      ageMs: millisecondsSince(openOrders.submittedAt),
      isProven: openOrders.isProven,
      refusal: openOrders.refusal,
    })
    .from(openOrders)
    .where(ofOrder(openOrders, key));
  return row ?? { mark: null, ageMs: null, isProven: false, refusal: null };
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
