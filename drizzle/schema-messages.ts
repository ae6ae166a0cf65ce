import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  index,
  integer,
  json,
  pgTable,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import type { AlertCode } from '../src/domain/alert.js';
import type { OrderEventData, OrderEventType } from '../src/domain/event.js';
import { createdAt, instant, timestamps } from './columns.js';

/**
 * The outbox. Rows are numbered under a lock (see `src/books/outbox.ts`), so their ids commit in
 * order.
 */
export const orderEvents = pgTable(
  'order_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    type: text('type').$type<OrderEventType>().notNull(),
    accountId: integer('account_id').notNull(),
    strategyId: integer('strategy_id'),
    clientOrderId: text('client_order_id').notNull(),
    /** `json`, not `jsonb`: the fields are sent in the order in which they were written. */
    data: json('data').$type<OrderEventData>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('order_events_order').on(table.accountId, table.clientOrderId, table.id)],
);

/** What an operator must know. Each alert is raised once. */
export const alerts = pgTable(
  'alerts',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    accountId: integer('account_id').notNull(),
    clientOrderId: text('client_order_id'),
    /** The kind of alert. Stable. */
    code: text('code').$type<AlertCode>().notNull(),
    /** Distinguishes alerts of one code: an order, an account, a trade id. */
    subject: text('subject').notNull(),
    message: text('message').notNull(),
    /**
     * When it was sent to the operator's chat; null while no chat is set up or sending has failed.
     */
    sentAt: instant('sent_at'),
    ...timestamps(),
  },
  (table) => [
    unique('alerts_identity').on(table.accountId, table.code, table.subject),
    index('alerts_not_sent')
      .on(table.id)
      .where(sql`${table.sentAt} is null`),
  ],
);
