import { and, eq, sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { OrderKey } from '../src/domain/order.js';
import { placeholders } from './statement.js';

/** A table whose rows are about orders. */
export interface OrderTable {
  readonly accountId: PgColumn;
  readonly clientOrderId: PgColumn;
}

/** Returns the condition that a row of a table is about an order. */
export function ofOrder(
  table: OrderTable,
  { accountId, clientOrderId }: OrderKey | OrderTable | Record<keyof OrderKey, Placeholder>,
): SQL | undefined {
  return and(eq(table.accountId, accountId), eq(table.clientOrderId, clientOrderId));
}

/**
 * Placeholders for the order of a statement that is built once. {@link keyOf} returns their values.
 */
export const anyOrder = placeholders(['accountId', 'clientOrderId']);

/** Returns only the key of an order, from something that holds more. */
export function keyOf({ accountId, clientOrderId }: OrderKey): Record<keyof OrderKey, unknown> {
  return { accountId, clientOrderId };
}

/** The same condition as plain SQL. {@link keyOf} returns its values. */
export const isOfOrder = sql`account_id = ${anyOrder.accountId}
  and client_order_id = ${anyOrder.clientOrderId}`;

/** The condition, as plain SQL, that a row is about an order with a certain exchange order id. */
export const isOfExchangeOrder = sql`account_id = ${anyOrder.accountId}
  and symbol = ${sql.placeholder('symbol')}
  and exchange_order_id = ${sql.placeholder('exchangeOrderId')}`;
