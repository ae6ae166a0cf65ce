import { and, eq, type Placeholder, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { placeholders } from '../../drizzle/statement.js';
import type { OrderKey } from '../domain/order.js';

/** A table that has rows of orders. */
interface OrderTable {
  readonly accountId: PgColumn;
  readonly clientOrderId: PgColumn;
}

/** Returns the condition that a row is an order's. */
export function named(
  table: OrderTable,
  { accountId, clientOrderId }: OrderKey | Record<keyof OrderKey, Placeholder>,
): SQL | undefined {
  return and(eq(table.accountId, accountId), eq(table.clientOrderId, clientOrderId));
}

/** An order that a statement which is built once is run for. */
export const anyOrder = placeholders(['accountId', 'clientOrderId']);

/** Returns the values of {@link anyOrder}, taken out of what holds more. */
export function keyOf({ accountId, clientOrderId }: OrderKey): Record<keyof OrderKey, unknown> {
  return { accountId, clientOrderId };
}
