import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database, Transaction } from '../../drizzle/database.js';
import { failedOrders, openOrders, trades, webhookDeliveries } from '../../drizzle/schema.js';
import { sqlStatement, type Executor } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../../src/domain/ids.js';
import type { OrderRequest } from '../../src/domain/order.js';

/** Who may send an order, decided by the row that says so. */
export type Claim =
  /** The caller, and nobody else, may submit now. `ageMs`: how long ago the request was stored. */
  | { readonly kind: 'submit'; readonly ageMs: number }
  /** An earlier attempt may be out: only the exchange knows. */
  | { readonly kind: 'ask' }
  /** The exchange has it, or it has ended. */
  | { readonly kind: 'known' };

const { placeholder } = sql;

const claimFirst = sqlStatement<{ age_ms: number }>(
  'claim_submission',
  sql`
    with delivery as (
      update webhook_deliveries
      set placed_at = now(), started_at = coalesce(started_at, now()), updated_at = now()
      where workflow_id = ${placeholder('workflowId')} and placed_at is null
      returning received_at
    ), intent as (
    insert into open_orders (account_id, strategy_id, client_order_id, symbol, market_type, side,
      order_type, time_in_force, reduce_only, price, quantity, submitted_at)
    select ${placeholder('accountId')}::int, ${placeholder('strategyId')}::int,
      ${placeholder('clientOrderId')}, ${placeholder('symbol')}, ${placeholder('marketType')},
      ${placeholder('side')}, ${placeholder('orderType')}, ${placeholder('timeInForce')},
      ${placeholder('reduceOnly')}::boolean, ${placeholder('price')}::numeric,
      ${placeholder('quantity')}::numeric, now()
    from delivery
    on conflict do nothing
    returning id
    )
    select ${millisecondsSince(sql`received_at`)} as age_ms from delivery, intent
  `,
);

/**
 * Writes the intent to submit before anything is sent, and tells whether the caller is the one to
 * send. The row is also what the stream worker routes messages by.
 *
 * A delivery is claimed once for ever, in one statement; whoever comes later looks closer. It also marks
 * the delivery as started: who places an order has its workflow.
 */
export async function claimSubmission(db: Database, request: OrderRequest): Promise<Claim> {
  const workflowId = orderWorkflowId(request.accountId, request.clientOrderId);
  const first = await claimFirst(db, { ...request, workflowId });
  return first[0] ? { kind: 'submit', ageMs: first[0].age_ms } : claimLater(db, request);
}

function claimLater(db: Database, request: OrderRequest): Promise<Claim> {
  return db.transaction(async (tx) => {
    const [inserted] = await tx
      .insert(openOrders)
      .values({
        accountId: request.accountId,
        strategyId: request.strategyId,
        clientOrderId: request.clientOrderId,
        symbol: request.symbol,
        marketType: request.marketType,
        side: request.side,
        orderType: request.orderType,
        timeInForce: request.timeInForce,
        reduceOnly: request.reduceOnly,
        price: request.price,
        quantity: request.quantity,
        submittedAt: sql`now()`,
      })
      .onConflictDoNothing()
      .returning({ id: openOrders.id });
    if (!inserted) return claimAgain(tx, request);
    // Looked up after the insert: the insert waits for a settlement that is deleting the old row, and
    // then this sees its outcome. The other way round an ended order could be sent again.
    if (!(await hasEnded(tx, request))) {
      return { kind: 'submit', ageMs: await ageOfRequest(tx, request) };
    }
    await tx.delete(openOrders).where(eq(openOrders.id, inserted.id));
    return { kind: 'known' };
  });
}

/** Marks that nothing is out, so that the next attempt may send. */
export async function releaseSubmission(db: Database, request: OrderRequest): Promise<void> {
  await db.update(openOrders).set({ submittedAt: null, status: 'PENDING' }).where(ownRow(request));
}

/**
 * Marks that the answer to a submission left open what became of it.
 *
 * @param isProven the exchange has the order all the same: it is never sent again, nor given up
 */
export async function markUnknown(
  db: Database,
  request: OrderRequest,
  isProven = false,
): Promise<void> {
  await db
    .update(openOrders)
    .set({ status: 'UNKNOWN', ...(isProven ? { isProven } : {}) })
    .where(and(ownRow(request), inArray(openOrders.status, ['PENDING', 'UNKNOWN'])));
}

/** How long a submission has been out, and what is known of it. */
export interface Submission {
  /** By the database's clock, as `submitted_at` is; `null` while nothing is out. */
  readonly ageMs: number | null;
  readonly isProven: boolean;
}

export async function submissionOf(db: Database, request: OrderRequest): Promise<Submission> {
  const [row] = await db
    .select({
      ageMs: millisecondsSince(openOrders.submittedAt),
      isProven: openOrders.isProven,
    })
    .from(openOrders)
    .where(ownRow(request));
  return row ?? { ageMs: null, isProven: false };
}

/**
 * Returns how long ago a request was stored, by the database's clock: the clocks of edge and worker may
 * differ, and an order must be neither refused nor sent for that.
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

async function claimAgain(tx: Transaction, request: OrderRequest): Promise<Claim> {
  const [reclaimed] = await tx
    .update(openOrders)
    .set({ submittedAt: sql`now()` })
    .where(and(ownRow(request), isNull(openOrders.submittedAt), eq(openOrders.status, 'PENDING')))
    .returning({ id: openOrders.id });
  if (reclaimed) return { kind: 'submit', ageMs: await ageOfRequest(tx, request) };
  const [row] = await tx.select().from(openOrders).where(ownRow(request));
  return row && (row.status === 'PENDING' || row.status === 'UNKNOWN')
    ? { kind: 'ask' }
    : { kind: 'known' };
}

async function hasEnded(tx: Transaction, request: OrderRequest): Promise<boolean> {
  const { accountId, clientOrderId } = request;
  const [trade] = await tx
    .select({ id: trades.id })
    .from(trades)
    .where(and(eq(trades.accountId, accountId), eq(trades.clientOrderId, clientOrderId)));
  if (trade) return true;
  const [failed] = await tx
    .select({ id: failedOrders.id })
    .from(failedOrders)
    .where(
      and(eq(failedOrders.accountId, accountId), eq(failedOrders.clientOrderId, clientOrderId)),
    );
  return failed !== undefined;
}

function ownRow(request: Pick<OrderRequest, 'accountId' | 'clientOrderId'>) {
  return and(
    eq(openOrders.accountId, request.accountId),
    eq(openOrders.clientOrderId, request.clientOrderId),
  );
}
