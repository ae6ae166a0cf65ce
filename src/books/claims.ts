import { and, eq, isNull, sql } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database, Transaction } from '../../drizzle/database.js';
import { isOfOrder, keyOf, ofOrder } from '../../drizzle/of-order.js';
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
import { hasEnded } from './outcome.js';
import { ageOfDelivery, isUnderClaim, type ClaimMark } from './submissions.js';

/** The right to submit an order, once, and what speaks for asking the exchange first. */
export interface WonClaim {
  readonly kind: 'submit';
  /** Tells this claim from any later one on the same row. */
  readonly mark: ClaimMark;
  /** How long ago the request was stored. */
  readonly ageMs: number;
  /** Nobody has proven what became of an earlier submission. */
  readonly isDoubtful: boolean;
  /** Whether no claim on this row has been won before. */
  readonly isFirst: boolean;
  /** Whether the delivery is there that asks for the order. A restored database may lack it. */
  readonly hasDelivery: boolean;
  /**
   * How long ago it was noticed that the database had been restored from a backup, which may lack
   * an earlier submission; `null` if that was not in the last day.
   */
  readonly restoredAgoMs: number | null;
}

/** Who may send an order, as its row decides. */
export type SubmissionClaim =
  /** The caller, and nobody else, may submit now. */
  | WonClaim
  /** An earlier attempt may have arrived: only the exchange knows. */
  | { readonly kind: 'ask' }
  /** The exchange has the order, or it has ended. */
  | { readonly kind: 'known' };

const { placeholder } = sql;
const submittedNow = { submittedAt: sql`now()` };

/** A backup is rarely older than a day, and an alert is rarely repeated later. */
const restoredAgo = sql`(
  select ${millisecondsSince(sql`restored_at`)} from database_epoch
  where restored_at > now() - interval '1 day')`;

interface ClaimedNow {
  readonly mark: ClaimMark;
  readonly restored_ago_ms: number | null;
}

/** `now()` is the same in a whole transaction, so it is what `submitted_at` was set to. */
const claimedNow = sql`now()::text as mark, ${restoredAgo} as restored_ago_ms`;

const readClaimedNow = sqlStatement<ClaimedNow>('read_claimed_now', sql`select ${claimedNow}`);

/**
 * The rows of an order that has ended must not exist either: after a restore, the order may have
 * been adopted before its delivery came again.
 */
const claimDelivery = sqlStatement<ClaimedNow & { age_ms: number }>(
  'claim_submission',
  sql`
    with delivery as (
      update webhook_deliveries
      set placed_at = now(), started_at = coalesce(started_at, now()), updated_at = now()
      where workflow_id = ${placeholder('workflowId')} and placed_at is null
        and not exists (select 1 from trades where ${isOfOrder})
        and not exists (select 1 from failed_orders where ${isOfOrder})
      returning received_at
    ), intent as (${insertOrder(submittedNow, sql`from delivery`)})
    select ${millisecondsSince(sql`received_at`)} as age_ms, ${claimedNow}
    from delivery, intent
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
  const values = { ...requestedFieldsOf(request), ...keyOf(request), workflowId };
  const [first] = await claimDelivery(db, values);
  if (!first) return db.transaction((tx) => claimLater(tx, request));
  const { age_ms: ageMs, restored_ago_ms: restoredAgoMs, mark } = first;
  const plain = { isDoubtful: false, isFirst: true, hasDelivery: true };
  return { kind: 'submit', mark, ageMs, restoredAgoMs, ...plain };
}

async function claimLater(tx: Transaction, request: OrderRequest): Promise<SubmissionClaim> {
  const inserted = await insertIntent(tx, { ...requestedFieldsOf(request) });
  if (inserted.length === 0) return claimAgain(tx, request);
  // Its end is looked up after the insert. The insert waits for a settlement that is deleting the
  // old row, so that the outcome is visible then. Otherwise an ended order could be sent again.
  if (!(await hasEnded(tx, request))) {
    return won(tx, request, { isFirst: true, isDoubtful: false });
  }
  await deleteOpenOrder(tx, request);
  return { kind: 'known' };
}

async function claimAgain(tx: Transaction, request: OrderRequest): Promise<SubmissionClaim> {
  const reclaimed = await reclaimIntent(tx, request);
  if (reclaimed) return won(tx, request, { isFirst: false, ...reclaimed });
  const [row] = await tx
    .select({ status: openOrders.status })
    .from(openOrders)
    .where(ofOrder(openOrders, request));
  return row && !isAccepted(row.status) ? { kind: 'ask' } : { kind: 'known' };
}

async function won(
  tx: Transaction,
  request: OrderRequest,
  claim: Pick<WonClaim, 'isFirst' | 'isDoubtful'>,
): Promise<WonClaim> {
  const storedAgoMs = await ageOfDelivery(tx, request);
  const [now] = await readClaimedNow(tx, {});
  if (!now) throw new Error('a select without a table must return a row');
  return {
    kind: 'submit',
    mark: now.mark,
    ...claim,
    ageMs: storedAgoMs ?? Date.now() - Date.parse(request.receivedAt),
    hasDelivery: storedAgoMs !== undefined,
    restoredAgoMs: now.restored_ago_ms,
  };
}

/** Claims an order again, once it is proven that no submission of it has arrived. */
async function reclaimIntent(
  tx: Transaction,
  key: OrderKey,
): Promise<{ isDoubtful: boolean } | undefined> {
  const [reclaimed] = await tx
    .update(openOrders)
    .set({ submittedAt: sql`now()` })
    .where(
      and(
        ofOrder(openOrders, key),
        isNull(openOrders.submittedAt),
        eq(openOrders.status, 'PENDING'),
      ),
    )
    .returning({ isDoubtful: openOrders.isDoubtful });
  return reclaimed;
}

/**
 * Makes a claim as good as new, for a step that was held up before it could send.
 *
 * @returns the claim's new mark, or `undefined` when it is not the order's latest claim any more
 */
export async function renewClaim(
  db: Database,
  key: OrderKey,
  mark: ClaimMark,
): Promise<ClaimMark | undefined> {
  const [renewed] = await db
    .update(openOrders)
    .set(submittedNow)
    .where(isUnderClaim(key, mark))
    .returning({ mark: sql<ClaimMark>`now()::text` });
  return renewed?.mark;
}
