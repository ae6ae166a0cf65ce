import { sql } from 'drizzle-orm';
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, timestamps } from './columns.js';
import { accounts } from './schema-accounts.js';

/** How far an account's fills in a market have been compared with the exchange's list of them. */
export const tradeCursors = pgTable(
  'trade_cursors',
  {
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    symbol: text('symbol').notNull(),
    /** Everything up to this trade id is recorded. */
    lastTradeId: text('last_trade_id').notNull(),
    /** When the exchange reports that trade to have happened: some lists are read by time. */
    lastExecutedAt: instant('last_executed_at'),
    scannedAt: instant('scanned_at')
      .notNull()
      .default(sql`now()`),
    ...timestamps(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.symbol] })],
);

/**
 * Orders of which the list of fills names fills that are not recorded yet. The cursor has passed
 * them, so that one order never stops the whole list; each is looked at until its fills are there.
 */
export const leftoverOrders = pgTable(
  'leftover_orders',
  {
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    symbol: text('symbol').notNull(),
    exchangeOrderId: text('exchange_order_id').notNull(),
    /** The exchange's ids of the fills that were missing. */
    tradeIds: text('trade_ids').array().notNull(),
    /** When the latest of them happened. */
    executedAt: instant('executed_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** When it was last looked at; those that have waited longest come first. */
    triedAt: instant('tried_at'),
    ...timestamps(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.symbol, table.exchangeOrderId] })],
);
