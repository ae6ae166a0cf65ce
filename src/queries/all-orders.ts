import type { Database } from '../../drizzle/database.js';
import { limitOf, type ListFilter } from './filter.js';
import { listFailedOrders, listOpenOrders, listTrades } from './listed.js';
import { endedStatus } from '../domain/order.js';
import { toSummary, type OrderSummary } from './order-summary.js';

/**
 * Returns open and ended orders together, the one that changed last first. Rows of the three tables
 * are numbered apart, so `before` does not apply here.
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
    ...traded.map((row) =>
      toSummary({
        ...row,
        quantity: row.orderQuantity,
        filledQuantity: row.quantity,
        reason: null,
      }),
    ),
    ...failed.map((row) =>
      toSummary({
        ...row,
        filledQuantity: '0',
        averagePrice: null,
        status: endedStatus(row.status),
      }),
    ),
  ]
    .sort((left, right) => (left.updatedAt < right.updatedAt ? 1 : -1))
    .slice(0, limitOf(filter));
}
