import { and, asc, eq, getTableColumns, gt, inArray, notInArray, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import { accounts, openOrders, strategies, type OpenOrder } from '../../drizzle/schema.js';
import type { OrderKey } from '../domain/order.js';

/** A workflow that sends an order, or asks what became of it, touches its row more often. */
const FRESH_FOR = sql`interval '15 s'`;

/** Returns an account's open orders, and which of them have just changed. */
export async function openOrdersOf(
  db: Database,
  accountId: number,
): Promise<(OpenOrder & { readonly isFresh: boolean })[]> {
  return db
    .select({
      ...getTableColumns(openOrders),
      isFresh: sql<boolean>`${openOrders.updatedAt} > now() - ${FRESH_FOR}`,
    })
    .from(openOrders)
    .where(eq(openOrders.accountId, accountId));
}

/** Returns the client order ids of an account's open orders that the exchange is known to have. */
export async function acceptedOrderIds(db: Database, accountId: number): Promise<string[]> {
  const rows = await db
    .select({ clientOrderId: openOrders.clientOrderId })
    .from(openOrders)
    .where(
      and(
        eq(openOrders.accountId, accountId),
        notInArray(openOrders.status, ['PENDING', 'UNKNOWN']),
      ),
    );
  return rows.map((row) => row.clientOrderId);
}

/** Returns whether any of an account's orders, named by client order id, may still change. */
export async function isAnyOpen(
  db: Database,
  accountId: number,
  clientOrderIds: readonly string[],
): Promise<boolean> {
  if (clientOrderIds.length === 0) return false;
  const [open] = await db
    .select({ id: openOrders.id })
    .from(openOrders)
    .where(
      and(
        eq(openOrders.accountId, accountId),
        inArray(openOrders.clientOrderId, [...clientOrderIds]),
      ),
    )
    .limit(1);
  return open !== undefined;
}

/**
 * A row that changed more recently is at the end of a step: its workflow is running, or about to
 * end.
 */
const QUIET_FOR = sql`interval '5 s'`;

/** An open order with the names that its workflow needs. */
export interface NamedOrder {
  readonly order: OpenOrder;
  readonly accountName: string;
  /** `null` for an adopted order. */
  readonly strategyName: string | null;
}

function withNames(db: Database) {
  return db
    .select({ order: openOrders, accountName: accounts.name, strategyName: strategies.name })
    .from(openOrders)
    .innerJoin(accounts, eq(accounts.id, openOrders.accountId))
    .leftJoin(strategies, eq(strategies.id, openOrders.strategyId));
}

/** Returns a page of quiet orders by id, starting after `afterId`. */
export async function quietOrders(
  db: Database,
  afterId: number,
  pageSize: number,
): Promise<NamedOrder[]> {
  return withNames(db)
    .where(and(gt(openOrders.id, afterId), sql`${openOrders.updatedAt} < now() - ${QUIET_FOR}`))
    .orderBy(asc(openOrders.id))
    .limit(pageSize);
}

/** Returns an open order with the names that its workflow needs, or `undefined` if it has ended. */
export async function findOpen(db: Database, key: OrderKey): Promise<NamedOrder | undefined> {
  const [row] = await withNames(db).where(ofOrder(openOrders, key));
  return row;
}

/** Returns an open order by its row's id, or `undefined` if it has ended. */
export async function findOpenOrder(db: Database, id: number): Promise<OpenOrder | undefined> {
  const [order] = await db.select().from(openOrders).where(eq(openOrders.id, id));
  return order;
}
