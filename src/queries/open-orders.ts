import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { openOrders } from '../../drizzle/schema.js';

/** Tells whether any of an account's orders, named by client order id, may still change. */
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
