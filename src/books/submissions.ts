import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database, Transaction } from '../../drizzle/database.js';
import { openOrders, webhookDeliveries } from '../../drizzle/schema.js';
import { sqlStatement, type Executor } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import {
  requestedFieldsOf,
  type OpenStatus,
  type OrderKey,
  type OrderRequest,
} from '../domain/order.js';
import { named } from './named.js';
import { insertOrder } from './open-orders.js';

const { placeholder } = sql;
const submittedNow = { submittedAt: sql`now()` };

const claimFirst = sqlStatement<{ age_ms: number }>(
  'claim_submission',
  sql`
    with delivery as (
      update webhook_deliveries
      set placed_at = now(), started_at = coalesce(started_at, now()), updated_at = now()
      where workflow_id = ${placeholder('workflowId')} and placed_at is null
      returning received_at
    ), intent as (${insertOrder(submittedNow, sql`from delivery`)})
    select ${millisecondsSince(sql`received_at`)} as age_ms from delivery, intent
  `,
);

/**
 * Claims a request for submission, once for ever: marks its delivery as placed, and as started,
 * since who places an order has its workflow, and writes the intent to submit.
 *
 * @returns how long ago the request was stored, in milliseconds; `undefined` when it was claimed
 *   before
 */
export async function claimDelivery(
  db: Database,
  request: OrderRequest,
): Promise<number | undefined> {
  const workflowId = orderWorkflowId(request.accountId, request.clientOrderId);
  const [row] = await claimFirst(db, { ...requestedFieldsOf(request), workflowId });
  return row?.age_ms;
}

const insert = sqlStatement<{ id: string }>('insert_intent', insertOrder(submittedNow));

/**
 * Writes the intent to submit. Returns whether it was written; not when the order is open already.
 */
export async function insertIntent(tx: Transaction, request: OrderRequest): Promise<boolean> {
  return (await insert(tx, { ...requestedFieldsOf(request) })).length > 0;
}

/** Claims an intent anew of which it is proven that nothing is out. Returns whether it was one. */
export async function reclaimIntent(tx: Transaction, key: OrderKey): Promise<boolean> {
  const reclaimed = await tx
    .update(openOrders)
    .set({ submittedAt: sql`now()` })
    .where(
      and(named(openOrders, key), isNull(openOrders.submittedAt), eq(openOrders.status, 'PENDING')),
    )
    .returning({ id: openOrders.id });
  return reclaimed.length > 0;
}

/** Marks that nothing is out, so that the next attempt may send. */
export async function releaseSubmission(db: Database, key: OrderKey): Promise<void> {
  await db
    .update(openOrders)
    .set({ submittedAt: null, status: 'PENDING' })
    .where(named(openOrders, key));
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
    .where(and(named(openOrders, key), inArray(openOrders.status, ['PENDING', 'UNKNOWN'])));
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
    .where(named(openOrders, key));
  return row ?? { ageMs: null, isProven: false };
}

/** Returns the status of an open order, or `undefined` when it is not open. */
export async function openStatusOf(
  tx: Transaction,
  key: OrderKey,
): Promise<OpenStatus | undefined> {
  const [row] = await tx
    .select({ status: openOrders.status })
    .from(openOrders)
    .where(named(openOrders, key));
  return row?.status;
}

/**
 * Returns how long ago a request was stored, in milliseconds by the database's clock: the clocks of
 * edge and worker may differ, and an order must be neither refused nor sent for that.
 */
export async function ageOfRequest(db: Executor, request: OrderRequest): Promise<number> {
  const [row] = await db
    .select({ ageMs: millisecondsSince(webhookDeliveries.receivedAt) })
    .from(webhookDeliveries)
    .where(
      eq(webhookDeliveries.workflowId, orderWorkflowId(request.accountId, request.clientOrderId)),
    );
  return row?.ageMs ?? Date.now() - Date.parse(request.receivedAt);
}
