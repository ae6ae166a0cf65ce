import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, timestamps } from './columns.js';
import { accounts } from './schema-accounts.js';

/** The state of a stream's session. `disconnected` and `error` are final. */
export type SessionStatus = 'connecting' | 'connected' | 'disconnected' | 'error';

/**
 * One connection of an account's stream, or the attempts to open one. At most one row of an account
 * is open.
 */
export const orderTrackingSessions = pgTable(
  'order_tracking_sessions',
  {
    sessionId: text('session_id').primaryKey(),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    status: text('status').$type<SessionStatus>().notNull(),
    /** The stream worker that holds it; null in rows older than this column. */
    worker: text('worker'),
    /** The last sign of life. */
    lastPing: instant('last_ping')
      .notNull()
      .default(sql`now()`),
    connectedAt: instant('connected_at'),
    endedAt: instant('ended_at'),
    error: text('error'),
    /** The stream's statistics, served as `websocket_stats`. */
    statistics: jsonb('statistics').$type<Record<string, unknown>>().notNull().default({}),
    ...timestamps(),
  },
  (table) => [index('order_tracking_sessions_account').on(table.accountId, table.createdAt)],
);

/**
 * The running stream workers. Each reports every second, and computes its fair share of the
 * accounts from the others' reports.
 */
export const streamWorkers = pgTable('stream_workers', {
  worker: text('worker').primaryKey(),
  /** How many accounts' streams it holds. */
  held: integer('held').notNull().default(0),
  seenAt: instant('seen_at')
    .notNull()
    .default(sql`now()`),
});
