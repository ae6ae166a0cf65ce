import { desc, eq, getTableColumns } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import {
  failedOrders,
  openOrders,
  strategies,
  tradeExecutions,
  trades,
} from '../../drizzle/schema.js';
import { conditionOf, limitOf, type ListFilter } from './filter.js';

/** The tables whose rows each belong to one order. */
type ListedTable = typeof openOrders | typeof trades | typeof failedOrders | typeof tradeExecutions;

/** A row of a list: a row of its table, and the name of its strategy. */
type Listed<Table extends ListedTable> = Readonly<Table['$inferSelect']> & {
  /** Null for an adopted order, which no strategy asked for. */
  readonly strategy: string | null;
};

/** An order that may still change. */
export type ListedOpenOrder = Listed<typeof openOrders>;
/** An ended order that traded. */
export type ListedTrade = Listed<typeof trades>;
/** An order that ended without a fill, and why. */
export type ListedFailedOrder = Listed<typeof failedOrders>;
/** One recorded fill. */
export type ListedExecution = Listed<typeof tradeExecutions>;

/** Returns the orders that may still change, newest first. */
export function listOpenOrders(db: Database, filter: ListFilter = {}): Promise<ListedOpenOrder[]> {
  return list(db, openOrders, filter);
}

/** Returns the ended orders that traded, newest first. */
export function listTrades(db: Database, filter: ListFilter = {}): Promise<ListedTrade[]> {
  return list(db, trades, filter);
}

/** Returns the orders that ended without a fill, newest first. */
export function listFailedOrders(
  db: Database,
  filter: ListFilter = {},
): Promise<ListedFailedOrder[]> {
  return list(db, failedOrders, filter);
}

/** Returns the recorded fills, the last recorded first. */
export function listExecutions(db: Database, filter: ListFilter = {}): Promise<ListedExecution[]> {
  return list(db, tradeExecutions, filter);
}

async function list<Table extends ListedTable>(
  db: Database,
  table: Table,
  filter: ListFilter,
): Promise<Listed<Table>[]> {
  const rows = await db
    .select({ ...getTableColumns<ListedTable>(table), strategy: strategies.name })
    .from<ListedTable>(table)
    .leftJoin(strategies, eq(table.strategyId, strategies.id))
    .where(conditionOf(filter, table))
    .orderBy(desc(table.id))
    .limit(limitOf(filter));
  // For a table that is one of several, drizzle's type is a row of any of them.
  return rows as unknown as Listed<Table>[];
}
