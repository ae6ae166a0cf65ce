import { desc, eq, getTableColumns } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { failedOrders, strategies } from '../../drizzle/schema.js';
import { conditionOf, limitOf, type ListFilter } from './filter.js';

/** An order that ended without a fill, and why. */
export type FailedOrderRow = Readonly<typeof failedOrders.$inferSelect> & {
  readonly strategy: string | null;
};

/** Returns the orders that ended without a fill, newest first. */
export async function listFailedOrders(
  db: Database,
  filter: ListFilter = {},
): Promise<FailedOrderRow[]> {
  return db
    .select({ ...getTableColumns(failedOrders), strategy: strategies.name })
    .from(failedOrders)
    .leftJoin(strategies, eq(failedOrders.strategyId, strategies.id))
    .where(conditionOf(filter, failedOrders))
    .orderBy(desc(failedOrders.id))
    .limit(limitOf(filter));
}
