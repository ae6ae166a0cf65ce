import { sql, type SQL } from 'drizzle-orm';
import type { Database, Transaction } from '../../drizzle/database.js';
import { openOrders } from '../../drizzle/schema.js';
import { sqlStatement, statement } from '../../drizzle/statement.js';
import {
  REQUESTED_FIELDS,
  requestedFieldsOf,
  type OpenStatus,
  type OrderKey,
  type OrderRequest,
  type RequestedOrder,
} from '../domain/order.js';
import type { OrderEventData } from '../domain/event.js';
import { anyOrder, keyOf, named } from './named.js';
import { changeWithEvents } from './outbox.js';

/** A row of `open_orders`: an order that may still change. */
export type OpenOrder = typeof openOrders.$inferSelect;

const { placeholder } = sql;

/**
 * Returns the one statement that inserts an order: what it was asked to be, and what the caller
 * adds. It returns the row's `id`, or no row when the order is there already.
 *
 * @param added further columns by property name, with their values
 * @param source a `from` clause; the insert happens once for each of its rows
 */
export function insertOrder(
  added: Partial<Record<keyof OpenOrder, SQL>>,
  source: SQL = sql``,
): SQL {
  const columns = Object.entries(added) as [keyof OpenOrder, SQL][];
  const names = [...REQUESTED_FIELDS, ...columns.map(([field]) => field)].map((field) =>
    sql.identifier(openOrders[field].name),
  );
  // Postgres takes a parameter of a select list for text unless it is cast.
  const values = REQUESTED_FIELDS.map(
    (field) => sql`${placeholder(field)}::${sql.raw(openOrders[field].getSQLType())}`,
  );
  return sql`
    insert into open_orders (${sql.join(names, sql`, `)})
    select ${sql.join([...values, ...columns.map(([, value]) => value)], sql`, `)} ${source}
    on conflict do nothing
    returning id`;
}

const lock = statement('lock_order', (db) =>
  db.select().from(openOrders).where(named(openOrders, anyOrder)).for('update'),
);

/** Locks and returns an order's row; `undefined` when it is not open. */
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
        exchange_order_id = ${placeholder('exchangeOrderId')}, updated_at = now()
    where id = ${placeholder('id')}
  `,
);

/** What a step changes of an order that stays open. */
export type OpenOrderChange = Pick<
  OpenOrder,
  'status' | 'filledQuantity' | 'reportedQuantity' | 'reportedQuote' | 'exchangeOrderId'
> & { readonly status: OpenStatus };

/** Stores how an order stands that stays open. */
export async function updateOpenOrder(
  tx: Transaction,
  id: number,
  change: OpenOrderChange,
): Promise<void> {
  await update(tx, { id, ...change });
}

const remove = statement('delete_open_order', (db) =>
  db.delete(openOrders).where(named(openOrders, anyOrder)),
);

/** Takes an order out of the open ones, which ends it: its outcome is written beside. */
export async function deleteOpenOrder(tx: Transaction, key: OrderKey): Promise<void> {
  await remove(tx, keyOf(key));
}

const accept = changeWithEvents(
  'accept_order',
  sql`
    update open_orders
    set status = 'NEW', exchange_order_id = ${placeholder('exchangeOrderId')}, updated_at = now()
    where account_id = ${placeholder('accountId')}
      and client_order_id = ${placeholder('clientOrderId')}
      and status = 'PENDING' and filled_quantity = 0
    returning id
  `,
);

/**
 * Notes in one statement that the exchange has taken a submission and filled nothing yet.
 *
 * @returns whether it was noted; not when the order is no longer as its submission left it
 */
export function acceptOpenOrder(
  db: Database,
  key: OrderKey,
  exchangeOrderId: string,
  event: OrderEventData,
): Promise<boolean> {
  return accept(db, { ...keyOf(key), exchangeOrderId }, [event]);
}

const adopt = changeWithEvents(
  'adopt_order',
  insertOrder({ exchangeOrderId: sql`${placeholder('exchangeOrderId')}`, status: sql`'NEW'` }),
);

/**
 * Takes an order in that the exchange has and no table knows.
 *
 * @returns whether it was taken in; not when it is there already
 */
export function adoptOpenOrder(
  db: Database,
  order: RequestedOrder,
  exchangeOrderId: string,
  event: OrderEventData,
): Promise<boolean> {
  return adopt(db, { ...requestedFieldsOf(order), exchangeOrderId }, [event]);
}

/** Returns the request that a row stands for, where the one it came from is not at hand. */
export function toRequest(row: OpenOrder, accountName: string): OrderRequest {
  return { ...requestedFieldsOf(row), accountName, receivedAt: row.createdAt };
}
