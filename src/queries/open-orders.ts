import { and, asc, eq, gt, inArray, notInArray, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { accounts, openOrders, strategies, type OpenOrder } from '../../drizzle/schema.js';

/** Returns an account's open orders. */
export async function openOrdersOf(db: Database, accountId: number): Promise<OpenOrder[]> {
  return db.select().from(openOrders).where(eq(openOrders.accountId, accountId));
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

/** An open order that has not changed for some seconds, with the names that its workflow needs. */
export interface QuietOrder {
  readonly order: OpenOrder;
  readonly accountName: string;
  /** `null` for an adopted order. */
  readonly strategyName: string | null;
}

/** Returns a page of quiet orders by id, starting after `afterId`. */
export async function quietOrders(
  db: Database,
  afterId: number,
  pageSize: number,
): Promise<QuietOrder[]> {
  return db
    .select({ order: openOrders, accountName: accounts.name, strategyName: strategies.name })
    .from(openOrders)
    .innerJoin(accounts, eq(accounts.id, openOrders.accountId))
    .leftJoin(strategies, eq(strategies.id, openOrders.strategyId))
    .where(and(gt(openOrders.id, afterId), sql`${openOrders.updatedAt} < now() - ${QUIET_FOR}`))
    .orderBy(asc(openOrders.id))
    .limit(pageSize);
}

/** Returns an open order by its row's id, or `undefined` if it has ended. */
export async function findOpenOrder(db: Database, id: number): Promise<OpenOrder | undefined> {
  const [order] = await db.select().from(openOrders).where(eq(openOrders.id, id));
  return order;
}
