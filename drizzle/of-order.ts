import { and, eq, sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { OrderKey } from '../src/domain/order.js';
import { placeholders } from './statement.js';

/** A table whose rows are about orders. */
export interface OrderTable {
  readonly accountId: PgColumn;
  readonly clientOrderId: PgColumn;
}

/** Returns the condition that a row is about an order. */
export function ofOrder(
  table: OrderTable,
  { accountId, clientOrderId }: OrderKey | OrderTable | Record<keyof OrderKey, Placeholder>,
): SQL | undefined {
  return and(eq(table.accountId, accountId), eq(table.clientOrderId, clientOrderId));
}

/** The order of a statement that is built once; its values are those of {@link keyOf}. */
export const anyOrder = placeholders(['accountId', 'clientOrderId']);

/** Returns an order's key, taken out of what holds more. */
export function keyOf({ accountId, clientOrderId }: OrderKey): Record<keyof OrderKey, unknown> {
  return { accountId, clientOrderId };
}

/** The same condition in a statement of plain SQL, for the values of {@link keyOf}. */
export const isOfOrder = sql`account_id = ${anyOrder.accountId}
  and client_order_id = ${anyOrder.clientOrderId}`;

/**
 * The condition, in plain SQL, that a row is about an order by the id that the exchange gave it.
 */
export const isOfExchangeOrder = sql`account_id = ${anyOrder.accountId}
  and symbol = ${sql.placeholder('symbol')}
  and exchange_order_id = ${sql.placeholder('exchangeOrderId')}`;
