import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type {
  ChangeSource,
  FailedStatus,
  MarketType,
  OpenStatus,
  OrderRequest,
  OrderType,
  Refusal,
  Side,
  TimeInForce,
} from '../src/domain/order.js';
import { amount, instant, timestamps } from './columns.js';
import { accounts, strategies } from './schema-accounts.js';

export { accounts, strategies } from './schema-accounts.js';
export { alerts, orderEvents } from './schema-messages.js';
export { databaseEpoch } from './schema-epoch.js';
export { strategyPositions } from './schema-positions.js';
export { leftoverOrders, tradeCursors } from './schema-scans.js';
export { orderTrackingSessions, streamWorkers } from './schema-streams.js';

/** The durable inbox: an accepted request is stored here before its sender gets the answer. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    strategyId: integer('strategy_id')
      .notNull()
      .references(() => strategies.id),
    deliveryId: text('delivery_id').notNull(),
    bodyHash: text('body_hash').notNull(),
    /** The input of the workflow. */
    request: jsonb('request').$type<OrderRequest>().notNull(),
    workflowId: text('workflow_id').notNull(),
    receivedAt: instant('received_at')
      .notNull()
      .default(sql`now()`),
    /** When a worker claimed it to start its workflow. The claim expires if the worker does not. */
    claimedAt: instant('claimed_at'),
    startedAt: instant('started_at'),
    /**
     * When its order was first claimed for submission. Never cleared, so a delivery is claimed only
     * once.
     */
    placedAt: instant('placed_at'),
    ...timestamps(),
  },
  (table) => [
    unique('webhook_deliveries_identity').on(table.strategyId, table.deliveryId),
    index('webhook_deliveries_workflow').on(table.workflowId),
    index('webhook_deliveries_not_started')
      .on(table.id)
      .where(sql`${table.startedAt} is null`),
    index('webhook_deliveries_not_placed')
      .on(table.id)
      .where(sql`${table.placedAt} is null`),
  ],
);

/** Columns of every row about an order. */
const orderColumns = () => ({
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  accountId: integer('account_id')
    .notNull()
    .references(() => accounts.id),
  /** Null for an adopted order, which was placed outside. */
  strategyId: integer('strategy_id').references(() => strategies.id),
  clientOrderId: text('client_order_id').notNull(),
  symbol: text('symbol').notNull(),
  marketType: text('market_type').$type<MarketType>().notNull(),
  side: text('side').$type<Side>().notNull(),
});

/** Columns of the terms that an order has: those asked for, or what they were amended to. */
const requestColumns = () => ({
  orderType: text('order_type').$type<OrderType>().notNull(),
  price: amount('price'),
});

/** Exactly the orders that may still change. */
export const openOrders = pgTable(
  'open_orders',
  {
    ...orderColumns(),
    ...requestColumns(),
    /** Null until the exchange is known to have the order. */
    exchangeOrderId: text('exchange_order_id'),
    timeInForce: text('time_in_force').$type<TimeInForce>().notNull(),
    reduceOnly: boolean('reduce_only').notNull().default(false),
    quantity: amount('quantity').notNull(),
    /**
     * The exchange's time of the report that quantity and price are from. Null while they are what
     * was asked for.
     */
    termsAsOf: instant('terms_as_of'),
    filledQuantity: amount('filled_quantity').notNull().default('0'),
    /**
     * The most that any source has reported as filled. A later but outdated answer does not reduce
     * it.
     */
    reportedQuantity: amount('reported_quantity').notNull().default('0'),
    /** The reported quantity's value in the quote asset, if it was reported. */
    reportedQuote: amount('reported_quote'),
    status: text('status').$type<OpenStatus>().notNull().default('PENDING'),
    /**
     * When the latest attempt to submit began; null while it is proven that no attempt got through.
     */
    submittedAt: instant('submitted_at'),
    /** The exchange rejected it as a duplicate, so it has the order, whatever its reads report. */
    isProven: boolean('is_proven').notNull().default(false),
    /**
     * Nobody has proven what became of an earlier submission, so that the refusal of a later one
     * proves nothing about the order.
     */
    isDoubtful: boolean('is_doubtful').notNull().default(false),
    /** Why a later submission was refused while the order was doubtful. */
    refusal: jsonb('refusal').$type<Refusal>(),
    /** Since when the exchange has not known the order, although it had accepted it. */
    missingSince: instant('missing_since'),
    ...timestamps(),
  },
  (table) => [
    unique('open_orders_client_order_id').on(table.accountId, table.clientOrderId),
    unique('open_orders_exchange_order_id').on(
      table.accountId,
      table.symbol,
      table.exchangeOrderId,
    ),
    check('open_orders_quantity', sql`${table.quantity} > 0`),
    check('open_orders_filled', sql`${table.filledQuantity} >= 0`),
    check(
      'open_orders_status',
      sql`${table.status} in ('PENDING', 'UNKNOWN', 'NEW', 'PARTIALLY_FILLED')`,
    ),
  ],
);

/** A row of `open_orders`. */
export type OpenOrder = typeof openOrders.$inferSelect;

/** Further client order ids of an order: an amendment on the exchange may give it a new one. */
export const orderAliases = pgTable(
  'order_aliases',
  {
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    alias: text('alias').notNull(),
    clientOrderId: text('client_order_id').notNull(),
    ...timestamps(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.alias, table.clientOrderId] })],
);

/** One row per ended order that traded, including a cancelled one with fills. */
export const trades = pgTable(
  'trades',
  {
    ...orderColumns(),
    ...requestColumns(),
    exchangeOrderId: text('exchange_order_id').notNull(),
    /** What the order asked for at its end, whereas `quantity` is what was traded. */
    orderQuantity: amount('order_quantity').notNull(),
    quantity: amount('quantity').notNull(),
    averagePrice: amount('average_price').notNull(),
    /** Set when all fees are in one asset; `fees` always holds all of them. */
    fee: amount('fee'),
    feeAsset: text('fee_asset'),
    fees: jsonb('fees').$type<Record<string, string>>().notNull().default({}),
    /** The sum of what the exchange reports as realised (futures); null if it reports none. */
    realizedPnl: amount('realized_pnl'),
    status: text('status').$type<'FILLED' | 'CANCELLED' | 'EXPIRED'>().notNull(),
    /**
     * When the exchange was queried again about an order that ended without being fully filled, and
     * had nothing to add.
     */
    confirmedAt: instant('confirmed_at'),
    /** When it was last queried again, whatever came of that. */
    askedAt: instant('asked_at'),
    ...timestamps(),
  },
  (table) => [
    unique('trades_client_order_id').on(table.accountId, table.clientOrderId),
    index('trades_strategy').on(table.strategyId, table.id),
    index('trades_not_confirmed')
      .on(table.accountId)
      .where(sql`${table.confirmedAt} is null and ${table.status} <> 'FILLED'`),
    index('trades_exchange_order_id').on(table.accountId, table.symbol, table.exchangeOrderId),
    check('trades_quantity', sql`${table.quantity} > 0`),
    check('trades_status', sql`${table.status} in ('FILLED', 'CANCELLED', 'EXPIRED')`),
  ],
);

/** One row per fill. The unique key makes it impossible to count a fill twice. */
export const tradeExecutions = pgTable(
  'trade_executions',
  {
    ...orderColumns(),
    exchangeOrderId: text('exchange_order_id').notNull(),
    exchangeTradeId: text('exchange_trade_id').notNull(),
    executionPrice: amount('execution_price').notNull(),
    executionQuantity: amount('execution_quantity').notNull(),
    isMaker: boolean('is_maker'),
    fee: amount('fee').notNull().default('0'),
    feeAsset: text('fee_asset'),
    /** What it cost in further assets, by asset: a tax in another coin than the fee. */
    otherFees: jsonb('other_fees').$type<Record<string, string>>().notNull().default({}),
    /** The exchange's own figure (futures); null if it reports none. */
    realizedPnl: amount('realized_pnl'),
    /** The trade id under which another source of the exchange names the same fill. */
    aliasTradeId: text('alias_trade_id'),
    /** The source that reported it first. */
    source: text('source').$type<ChangeSource>().notNull(),
    /**
     * Inferred from the order's totals, since the exchange would not name the real fills. They
     * replace it when they come.
     */
    isInferred: boolean('is_inferred').notNull().default(false),
    executedAt: instant('executed_at').notNull(),
    ...timestamps(),
  },
  (table) => [
    unique('trade_executions_identity').on(
      table.accountId,
      table.symbol,
      table.exchangeOrderId,
      table.exchangeTradeId,
    ),
    index('trade_executions_order').on(table.accountId, table.clientOrderId),
    index('trade_executions_position').on(table.strategyId, table.symbol, table.executedAt),
    index('trade_executions_alias')
      .on(table.accountId, table.symbol, table.exchangeOrderId, table.aliasTradeId)
      .where(sql`${table.aliasTradeId} is not null`),
    index('trade_executions_inferred')
      .on(table.accountId)
      .where(sql`${table.isInferred}`),
    check('trade_executions_quantity', sql`${table.executionQuantity} > 0`),
  ],
);

export const failedOrders = pgTable(
  'failed_orders',
  {
    ...orderColumns(),
    ...requestColumns(),
    exchangeOrderId: text('exchange_order_id'),
    quantity: amount('quantity').notNull(),
    status: text('status').$type<FailedStatus>().notNull(),
    /** Stable code: our own for a denial, the exchange's for a rejection. */
    code: text('code'),
    reason: text('reason').notNull(),
    /** When the exchange was queried again, and had nothing to add. */
    confirmedAt: instant('confirmed_at'),
    /** When it was last queried again, whatever came of that. */
    askedAt: instant('asked_at'),
    ...timestamps(),
  },
  (table) => [
    uniqueIndex('failed_orders_client_order_id').on(table.accountId, table.clientOrderId),
    index('failed_orders_not_confirmed')
      .on(table.accountId)
      .where(sql`${table.confirmedAt} is null and ${table.exchangeOrderId} is not null`),
    index('failed_orders_exchange_order_id').on(
      table.accountId,
      table.symbol,
      table.exchangeOrderId,
    ),
    check('failed_orders_status', sql`${table.status} in ('rejected', 'expired', 'cancelled')`),
  ],
);
