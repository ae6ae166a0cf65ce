import { and, eq, notInArray } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { openOrders, tradeExecutions } from '../../drizzle/schema.js';

/** Returns an account's open orders. */
export async function openOrdersOf(
  db: Database,
  accountId: number,
): Promise<(typeof openOrders.$inferSelect)[]> {
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

/** Returns executions of an account that were inferred, so many at most. */
export async function inferredExecutions(
  db: Database,
  accountId: number,
  most: number,
): Promise<(typeof tradeExecutions.$inferSelect)[]> {
  return db
    .select()
    .from(tradeExecutions)
    .where(and(eq(tradeExecutions.accountId, accountId), tradeExecutions.isInferred))
    .limit(most);
}
