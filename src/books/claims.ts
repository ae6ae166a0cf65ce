import { and, eq, isNull, sql } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database, Transaction } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import { openOrders } from '../../drizzle/schema.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import {
  isAccepted,
  requestedFieldsOf,
  type OrderKey,
  type OrderRequest,
} from '../domain/order.js';
import { deleteOpenOrder, insertOrder } from './open-orders.js';
import { hasOutcome } from './outcome.js';
import { ageOfRequest } from './submissions.js';

/** Who may send an order, as its row decides. */
export type SubmissionClaim =
  /** The caller, and nobody else, may submit now. `ageMs`: how long ago the request was stored. */
  | { readonly kind: 'submit'; readonly ageMs: number }
  /** An earlier attempt may have arrived: only the exchange knows. */
  | { readonly kind: 'ask' }
  /** The exchange has the order, or it has ended. */
  | { readonly kind: 'known' };

const { placeholder } = sql;
const submittedNow = { submittedAt: sql`now()` };

const claimDelivery = sqlStatement<{ age_ms: number }>(
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

const insertIntent = sqlStatement<{ id: string }>('insert_intent', insertOrder(submittedNow));

/**
 * Writes the order's row before it is sent, and returns whether the caller is the one to send it.
 * The stream worker routes messages by that row.
 *
 * The first claim of a delivery is one statement, and wins only once. It also marks the delivery as
 * started, since whoever places an order is its workflow. Later claims look closer.
 */
export async function claimSubmission(
  db: Database,
  request: OrderRequest,
): Promise<SubmissionClaim> {
  const workflowId = orderWorkflowId(request.accountId, request.clientOrderId);
  const [first] = await claimDelivery(db, { ...requestedFieldsOf(request), workflowId });
  if (first) return { kind: 'submit', ageMs: first.age_ms };
  return db.transaction((tx) => claimLater(tx, request));
}

async function claimLater(tx: Transaction, request: OrderRequest): Promise<SubmissionClaim> {
  const inserted = await insertIntent(tx, { ...requestedFieldsOf(request) });
  if (inserted.length === 0) return claimAgain(tx, request);
  // The outcome is looked up after the insert. The insert waits for a settlement that is deleting
  // the old row, so that the outcome is visible then. Otherwise an ended order could be sent again.
  if (!(await hasOutcome(tx, request))) {
    return { kind: 'submit', ageMs: await ageOfRequest(tx, request) };
  }
  await deleteOpenOrder(tx, request);
  return { kind: 'known' };
}

async function claimAgain(tx: Transaction, request: OrderRequest): Promise<SubmissionClaim> {
  if (await reclaimIntent(tx, request)) {
    return { kind: 'submit', ageMs: await ageOfRequest(tx, request) };
  }
  const [row] = await tx
    .select({ status: openOrders.status })
    .from(openOrders)
    .where(ofOrder(openOrders, request));
  return row && !isAccepted(row.status) ? { kind: 'ask' } : { kind: 'known' };
}

/** Claims an order again, once it is proven that no submission of it has arrived. */
async function reclaimIntent(tx: Transaction, key: OrderKey): Promise<boolean> {
  const reclaimed = await tx
    .update(openOrders)
    .set({ submittedAt: sql`now()` })
    .where(
      and(
        ofOrder(openOrders, key),
        isNull(openOrders.submittedAt),
        eq(openOrders.status, 'PENDING'),
      ),
    )
    .returning({ id: openOrders.id });
  return reclaimed.length > 0;
}
