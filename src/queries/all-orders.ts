import type { Database } from '../../drizzle/database.js';
import { limitOf, type ListFilter } from './filter.js';
import { listFailedOrders, listOpenOrders, listTrades } from './order-lists.js';
import { failedOrder, toSummary, tradedOrder, type OrderSummary } from './order-summary.js';

/**
 * Returns open and ended orders together, the most recently changed first. Rows of the three tables
 * are numbered separately, so `before` does not apply here.
 */
export async function listAllOrders(
  db: Database,
  filter: Omit<ListFilter, 'before'> = {},
): Promise<OrderSummary[]> {
  const [open, traded, failed] = await Promise.all([
    listOpenOrders(db, filter),
    listTrades(db, filter),
    listFailedOrders(db, filter),
  ]);
  return [
    ...open.map((row) => toSummary({ ...row, averagePrice: null, reason: null })),
    ...traded.map((row) => toSummary(tradedOrder(row))),
    ...failed.map((row) => toSummary(failedOrder(row))),
  ]
    .sort((left, right) => (left.updatedAt < right.updatedAt ? 1 : -1))
    .slice(0, limitOf(filter));
}
