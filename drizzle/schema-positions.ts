import { bigserial, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { FoldedPosition } from '../src/domain/fold.js';
import { amount, instant, timestamps } from './columns.js';
import { strategies } from './schema-accounts.js';

/** What a strategy holds in a market: the fold of its executions. */
export const strategyPositions = pgTable(
  'strategy_positions',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    strategyId: integer('strategy_id')
      .notNull()
      .references(() => strategies.id),
    symbol: text('symbol').notNull(),
    quantity: amount('quantity').notNull().default('0'),
    entryPrice: amount('entry_price'),
    realizedPnl: amount('realized_pnl').notNull().default('0'),
    /**
     * What the exchange reports as realised (futures), beside our own figure; null if it reports
     * none.
     */
    exchangeRealizedPnl: amount('exchange_realized_pnl'),
    fees: jsonb('fees').$type<Record<string, string>>().notNull().default({}),
    /** The last execution folded in. A later one extends the fold, an earlier one restarts it. */
    foldedExecutedAt: instant('folded_executed_at'),
    foldedTradeId: text('folded_trade_id'),
    /** The fold's state at earlier executions, oldest first: where it can restart. */
    checkpoints: jsonb('checkpoints').$type<readonly FoldedPosition[]>().notNull().default([]),
    ...timestamps(),
  },
  (table) => [unique('strategy_positions_identity').on(table.strategyId, table.symbol)],
);
