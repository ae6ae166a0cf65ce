import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import {
  accounts,
  alerts,
  failedOrders,
  openOrders,
  strategies,
  trades,
} from '../../drizzle/schema.js';
import { limitOf, type ListFilter } from './filter.js';

/** An alert, with the names of its order and account. */
export type ListedAlert = Readonly<Omit<typeof alerts.$inferSelect, 'subject' | 'updatedAt'>> & {
  /** The account's name; `null` when the account does not exist any more. */
  readonly account: string | null;
  /** The market of the order it is about, or `null` if it is about none; `strategy` likewise. */
  readonly symbol: string | null;
  readonly strategyId: number | null;
  readonly strategy: string | null;
};

/** Returns the alerts, newest first. */
export async function listAlerts(db: Database, filter: ListFilter = {}): Promise<ListedAlert[]> {
  // An order has a row in one of the three tables.
  const symbol = sql<
    string | null
  >`coalesce(${openOrders.symbol}, ${trades.symbol}, ${failedOrders.symbol})`;
  const strategyId = sql<
    number | null
  >`coalesce(${openOrders.strategyId}, ${trades.strategyId}, ${failedOrders.strategyId})`;
  return db
    .select({
      id: alerts.id,
      accountId: alerts.accountId,
      account: accounts.name,
      clientOrderId: alerts.clientOrderId,
      symbol,
      strategyId,
      strategy: strategies.name,
      code: alerts.code,
      message: alerts.message,
      createdAt: alerts.createdAt,
      sentAt: alerts.sentAt,
    })
    .from(alerts)
    .leftJoin(accounts, eq(accounts.id, alerts.accountId))
    .leftJoin(openOrders, ofOrder(openOrders, alerts))
    .leftJoin(trades, ofOrder(trades, alerts))
    .leftJoin(failedOrders, ofOrder(failedOrders, alerts))
    .leftJoin(strategies, eq(strategies.id, strategyId))
    .where(
      and(
        filter.accountId === undefined ? undefined : eq(alerts.accountId, filter.accountId),
        filter.strategyId === undefined ? undefined : eq(strategyId, filter.strategyId),
        filter.strategy === undefined ? undefined : eq(strategies.name, filter.strategy),
        filter.symbol === undefined ? undefined : inArray(symbol, filter.symbol),
        filter.before === undefined ? undefined : lt(alerts.id, filter.before),
      ),
    )
    .orderBy(desc(alerts.id))
    .limit(limitOf(filter));
}
