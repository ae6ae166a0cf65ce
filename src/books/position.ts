import { and, eq, gte, sql } from 'drizzle-orm';
import type { Transaction } from '../../drizzle/database.js';
import { strategyPositions, tradeExecutions } from '../../drizzle/schema.js';
import { sqlStatement, statement } from '../../drizzle/statement.js';
import { compareExecutions, type ExecutionMark, type Fill } from '../domain/fill.js';
import { carryOn, type Fold, type FoldedPosition } from '../domain/fold.js';
import { compareForFold, type PositionExecution } from '../domain/position.js';
import type { OrderFacts } from '../domain/order.js';

export type PositionRow = typeof strategyPositions.$inferSelect;

const { placeholder } = sql;

const lockRow = statement('lock_position', (db) =>
  db
    .insert(strategyPositions)
    .values({ strategyId: placeholder('strategyId'), symbol: placeholder('symbol') })
    .onConflictDoUpdate({
      target: [strategyPositions.strategyId, strategyPositions.symbol],
      set: { updatedAt: sql`now()` },
    })
    .returning(),
);

/**
 * Locks the position of an order's strategy, creating it on first use. From here on, the strategy's
 * orders take turns. An adopted order has no strategy and so no position.
 */
export async function lockPosition(
  tx: Transaction,
  order: OrderFacts,
): Promise<PositionRow | undefined> {
  const { strategyId, symbol } = order;
  if (strategyId === null) return undefined;
  return (await lockRow(tx, { strategyId, symbol }))[0];
}

/** Executions that a transaction has inserted, and one that it may have deleted. */
export interface ChangedExecutions {
  readonly added: readonly Fill[];
  readonly removed: Fill | null;
}

/**
 * Returns the position after this transaction's change of executions.
 *
 * Executions that are newer than all folded ones extend the fold. When an older one came late, or
 * one was deleted, the fold is redone from the rows, so that the result never depends on the order
 * of arrival (B8).
 */
export async function foldIn(
  tx: Transaction,
  row: PositionRow,
  order: OrderFacts,
  { added, removed }: ChangedExecutions,
): Promise<Fold> {
  const changed = [...added, ...(removed ? [removed] : [])].sort(compareExecutions);
  const [first] = changed;
  if (!first) throw new Error('a fold needs an execution');
  const states = statesOf(row);
  const passed = states.filter((state) => compareExecutions(state, first) < 0);
  const isExtension = !removed && states.length > 0 && passed.length === states.length;
  const executions = isExtension
    ? changed.map((fill) => ({ ...fill, side: order.side }))
    : await executionsAfter(tx, row, passed.at(-1));
  return carryOn(order, passed, executions);
}

/**
 * Returns the states from which the fold can continue, oldest first. The last is the position.
 */
function statesOf(row: PositionRow): readonly FoldedPosition[] {
  const { foldedExecutedAt: executedAt, foldedTradeId: exchangeTradeId, checkpoints } = row;
  if (executedAt === null || exchangeTradeId === null) return [];
  const { quantity, entryPrice, realizedPnl, exchangeRealizedPnl, fees } = row;
  const position = { quantity, entryPrice, realizedPnl, exchangeRealizedPnl, fees };
  return [...checkpoints, { ...position, executedAt, exchangeTradeId }];
}

const updatePosition = sqlStatement(
  'store_position',
  sql`
    update strategy_positions
    set quantity = ${placeholder('quantity')}, entry_price = ${placeholder('entryPrice')},
        realized_pnl = ${placeholder('realizedPnl')},
        exchange_realized_pnl = ${placeholder('exchangeRealizedPnl')}::numeric,
        fees = ${placeholder('fees')}::jsonb,
        folded_executed_at = ${placeholder('executedAt')},
        folded_trade_id = ${placeholder('exchangeTradeId')},
        checkpoints = ${placeholder('checkpoints')}::jsonb, updated_at = now()
    where id = ${placeholder('id')}
  `,
);

/** Stores a position and the last execution folded into it. */
export async function storePosition(
  tx: Transaction,
  row: PositionRow,
  { newest, checkpoints }: Fold,
): Promise<void> {
  await updatePosition(tx, {
    ...newest,
    id: row.id,
    fees: JSON.stringify(newest.fees),
    checkpoints: JSON.stringify(checkpoints),
  });
}

/** Selects only what a fold needs: there may be hundreds of executions. */
const selectExecutions = statement('executions_of_position', (db) =>
  db
    .select({
      exchangeTradeId: tradeExecutions.exchangeTradeId,
      side: tradeExecutions.side,
      price: tradeExecutions.executionPrice,
      quantity: tradeExecutions.executionQuantity,
      fee: tradeExecutions.fee,
      feeAsset: tradeExecutions.feeAsset,
      otherFees: tradeExecutions.otherFees,
      realizedPnl: tradeExecutions.realizedPnl,
      executedAt: tradeExecutions.executedAt,
    })
    .from(tradeExecutions)
    .where(
      and(
        eq(tradeExecutions.strategyId, placeholder('strategyId')),
        eq(tradeExecutions.symbol, placeholder('symbol')),
        gte(tradeExecutions.executedAt, placeholder('since')),
      ),
    ),
);

async function executionsAfter(
  tx: Transaction,
  row: PositionRow,
  start: ExecutionMark | undefined,
): Promise<PositionExecution[]> {
  const { strategyId, symbol } = row;
  const since = start?.executedAt ?? '-infinity';
  const executions = await selectExecutions(tx, { strategyId, symbol, since });
  return executions
    .filter((execution) => !start || compareExecutions(start, execution) < 0)
    .sort(compareForFold);
}
