import { desc, eq, getTableColumns } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { openOrders, strategies } from '../../drizzle/schema.js';
import { conditionOf, limitOf, type ListFilter } from './filter.js';

/** An order that may still change. */
export type OpenOrderRow = Readonly<typeof openOrders.$inferSelect> & {
  /** Null for an adopted order. */
  readonly strategy: string | null;
};

/** Returns the orders that may still change, newest first. */
export async function listOpenOrders(
  db: Database,
  filter: ListFilter = {},
): Promise<OpenOrderRow[]> {
  return db
    .select({ ...getTableColumns(openOrders), strategy: strategies.name })
    .from(openOrders)
    .leftJoin(strategies, eq(openOrders.strategyId, strategies.id))
    .where(conditionOf(filter, openOrders))
    .orderBy(desc(openOrders.id))
    .limit(limitOf(filter));
}
