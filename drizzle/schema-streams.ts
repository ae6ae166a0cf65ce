import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, timestamps } from './columns.js';
import { accounts } from './schema-accounts.js';

export const orderTrackingSessions = pgTable(
  'order_tracking_sessions',
  {
    sessionId: text('session_id').primaryKey(),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    status: text('status').$type<'connecting' | 'connected' | 'disconnected' | 'error'>().notNull(),
    /** The stream worker that holds it; null in rows from before it was noted. */
    worker: text('worker'),
    lastPing: instant('last_ping')
      .notNull()
      .default(sql`now()`),
    connectedAt: instant('connected_at'),
    endedAt: instant('ended_at'),
    error: text('error'),
    /** How the stream fares; served as `websocket_stats`. */
    statistics: jsonb('statistics').$type<Record<string, unknown>>().notNull().default({}),
    ...timestamps(),
  },
  (table) => [index('order_tracking_sessions_account').on(table.accountId, table.createdAt)],
);

/** The stream workers that run, each of which says so every second: what a fair share is reckoned from. */
export const streamWorkers = pgTable('stream_workers', {
  worker: text('worker').primaryKey(),
  /** Accounts whose streams it holds. */
  held: integer('held').notNull().default(0),
  seenAt: instant('seen_at')
    .notNull()
    .default(sql`now()`),
});
