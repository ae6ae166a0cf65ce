import { and, eq, isNotNull, isNull, lt, ne, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { failedOrders, trades } from '../../drizzle/schema.js';
import type { OrderKey } from '../domain/order.js';

/**
 * By then, reads have caught up with the book. Anything that lags longer appears in the list of
 * fills.
 */
const LOOK_AFTER = sql`now() - interval '5 s'`;

/** An order that ended without being fully filled, and has not been checked since. */
export interface UnconfirmedOrder extends OrderKey {
  readonly symbol: string;
  readonly exchangeOrderId: string;
}

/**
 * Returns an account's orders whose end must be confirmed, at most `most` of each kind. Those that
 * have not been asked about for longest come first, so that all have their turn: an order that has
 * ended only here stays among them.
 */
export async function unconfirmedOrders(
  db: Database,
  accountId: number,
  most: number,
): Promise<UnconfirmedOrder[]> {
  const traded = await db
    .select(identity(trades))
    .from(trades)
    .where(and(isUnconfirmed(trades, accountId), ne(trades.status, 'FILLED')))
    .orderBy(...byTurn(trades))
    .limit(most);
  const failed = await db
    .select(identity(failedOrders))
    .from(failedOrders)
    .where(and(isUnconfirmed(failedOrders, accountId), isNotNull(failedOrders.exchangeOrderId)))
    .orderBy(...byTurn(failedOrders))
    .limit(most);
  return [...traded, ...failed].flatMap(({ exchangeOrderId, ...order }) =>
    exchangeOrderId === null ? [] : [{ ...order, exchangeOrderId }],
  );
}

type OutcomeTable = typeof trades | typeof failedOrders;

function identity<Table extends OutcomeTable>(table: Table) {
  return {
    accountId: table.accountId,
    clientOrderId: table.clientOrderId,
    symbol: table.symbol,
    exchangeOrderId: table.exchangeOrderId,
  };
}

function byTurn(table: OutcomeTable): SQL[] {
  return [sql`${table.askedAt} nulls first`, sql`${table.id}`];
}

function isUnconfirmed(table: OutcomeTable, accountId: number): SQL | undefined {
  return and(
    eq(table.accountId, accountId),
    isNull(table.confirmedAt),
    lt(table.createdAt, LOOK_AFTER as SQL<string>),
  );
}
