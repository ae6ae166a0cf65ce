import { sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../drizzle/database.js';
import { openOrders, type OpenOrder } from '../../drizzle/schema.js';
import { sqlStatement, statement } from '../../drizzle/statement.js';
import type { KnownTerms } from '../domain/current-terms.js';
import { REQUESTED_FIELDS, type OpenStatus, type OrderKey } from '../domain/order.js';
import { columnNames, typedPlaceholders } from '../../drizzle/insert.js';
import { anyOrder, keyOf, ofOrder } from '../../drizzle/of-order.js';

const { placeholder } = sql;

/**
 * Returns the one statement that inserts an order: what was asked for, and what the caller adds.
 * It returns the row's `id`, or no row when the order is there already.
 *
 * @param added further columns by property name, with their values
 * @param source a `from` clause; the insert happens once for each of its rows
 */
export function insertOrder(
  added: Partial<Record<keyof OpenOrder, SQL>>,
  source: SQL = sql``,
): SQL {
  const fields = Object.keys(added) as (keyof OpenOrder)[];
  const values = fields.map((field) => added[field] ?? sql`null`);
  return sql`
    insert into open_orders (${columnNames(openOrders, [...REQUESTED_FIELDS, ...fields])})
    select ${typedPlaceholders(openOrders, REQUESTED_FIELDS)}, ${sql.join(values, sql`, `)} ${source}
    on conflict do nothing
    returning id`;
}

const lock = statement('lock_order', (db) =>
  db.select().from(openOrders).where(ofOrder(openOrders, anyOrder)).for('update'),
);

/** Locks and returns an order's row, or `undefined` when the order is not open. */
export async function lockOpenOrder(
  tx: Transaction,
  key: OrderKey,
): Promise<OpenOrder | undefined> {
  return (await lock(tx, keyOf(key)))[0];
}

const update = sqlStatement(
  'update_order',
  sql`
    update open_orders
    set status = ${placeholder('status')}, filled_quantity = ${placeholder('filledQuantity')},
        reported_quantity = ${placeholder('reportedQuantity')},
        reported_quote = ${placeholder('reportedQuote')}::numeric,
        quantity = ${placeholder('quantity')}, price = ${placeholder('price')}::numeric,
        terms_as_of = ${placeholder('termsAsOf')}::timestamptz,
        exchange_order_id = ${placeholder('exchangeOrderId')},
        missing_since = ${placeholder('missingSince')}::timestamptz, updated_at = now()
    where id = ${placeholder('id')}
  `,
);

/** What a step may change of an order that stays open. */
export type OpenOrderChange = Pick<
  OpenOrder,
  | 'status'
  | 'filledQuantity'
  | 'reportedQuantity'
  | 'reportedQuote'
  | 'exchangeOrderId'
  | 'missingSince'
  | keyof KnownTerms
> & { readonly status: OpenStatus };

/** Stores how an order that stays open now stands. */
export async function updateOpenOrder(
  tx: Transaction,
  id: number,
  change: OpenOrderChange,
): Promise<void> {
  await update(tx, { id, ...change });
}

const remove = statement('delete_open_order', (db) =>
  db.delete(openOrders).where(ofOrder(openOrders, anyOrder)),
);

/** Deletes an open order, which ends it. The caller writes its outcome. */
export async function deleteOpenOrder(tx: Transaction, key: OrderKey): Promise<void> {
  await remove(tx, keyOf(key));
}
