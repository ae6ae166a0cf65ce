import type { Database } from '../../drizzle/database.js';
import type { OrderType, Side } from '../domain/order.js';
import { listFailedOrders } from './failed-orders.js';
import { limitOf, type ListFilter } from './filter.js';
import { listOpenOrders } from './orders.js';
import { listTrades } from './trades.js';

/** An order in a list of open and ended ones. */
export interface ListedOrder {
  readonly accountId: number;
  readonly strategyId: number | null;
  readonly strategy: string | null;
  readonly clientOrderId: string;
  readonly exchangeOrderId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly price: string | null;
  readonly quantity: string;
  readonly filledQuantity: string;
  readonly averagePrice: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * Returns open and ended orders together, the one that changed last first. Pages of the three tables
 * have ids of their own, so `before` does not apply here.
 */
export async function listAllOrders(
  db: Database,
  filter: Omit<ListFilter, 'before'> = {},
): Promise<ListedOrder[]> {
  const [open, traded, failed] = await Promise.all([
    listOpenOrders(db, filter),
    listTrades(db, filter),
    listFailedOrders(db, filter),
  ]);
  return [
    ...open.map((row) => toListed({ ...row, averagePrice: null, reason: null })),
    ...traded.map((row) =>
      toListed({
        ...row,
        quantity: row.orderQuantity,
        filledQuantity: row.quantity,
        reason: null,
      }),
    ),
    ...failed.map((row) =>
      toListed({
        ...row,
        filledQuantity: '0',
        averagePrice: null,
        status: row.status.toUpperCase(),
      }),
    ),
  ]
    .sort((left, right) => (left.updatedAt < right.updatedAt ? 1 : -1))
    .slice(0, limitOf(filter));
}

/** The tables hold more than the list shows. */
function toListed(row: ListedOrder): ListedOrder {
  return {
    accountId: row.accountId,
    strategyId: row.strategyId,
    strategy: row.strategy,
    clientOrderId: row.clientOrderId,
    exchangeOrderId: row.exchangeOrderId,
    symbol: row.symbol,
    side: row.side,
    orderType: row.orderType,
    price: row.price,
    quantity: row.quantity,
    filledQuantity: row.filledQuantity,
    averagePrice: row.averagePrice,
    status: row.status,
    reason: row.reason,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
