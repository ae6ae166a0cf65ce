import { and, eq, gte, sql } from 'drizzle-orm';
import type { Transaction } from '../drizzle/database.js';
import { strategyPositions, tradeExecutions, type PositionCheckpoint } from '../drizzle/schema.js';
import { sqlStatement, statement } from '../drizzle/statement.js';
import { compareExecutions, type Fill } from '../src/domain/fill.js';
import {
  applyExecution,
  compareForFold,
  FLAT,
  type Position,
  type PositionExecution,
  type PositionMarket,
} from '../src/domain/position.js';
import type { ExecutedOrder } from './observation.js';

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
 * Locks the position of an order's strategy, made on first use; strategies' orders take turns from
 * here on. An adopted order has no strategy, and no position.
 */
export async function lockPosition(
  tx: Transaction,
  order: ExecutedOrder,
): Promise<PositionRow | undefined> {
  const { strategyId, symbol } = order;
  if (strategyId === null) return undefined;
  return (await lockRow(tx, { strategyId, symbol }))[0];
}

/** A position with the places from which it can be carried on. */
export interface FoldedPosition {
  readonly position: Position;
  /** The newest execution that went into it. */
  readonly folded: ExecutionMark;
  readonly checkpoint: PositionCheckpoint | null;
}

type ExecutionMark = Pick<Fill, 'executedAt' | 'exchangeTradeId'>;

/** Executions that come out of order do so by seconds at most; an older one redoes the whole fold. */
const CHECKPOINT_AGE_MS = 5_000;

/**
 * Returns the position with executions that this transaction inserted.
 *
 * Executions newer than all folded ones extend the fold; an older one (it came late) redoes it from
 * the rows, so the result never depends on arrival.
 */
export async function foldIn(
  tx: Transaction,
  row: PositionRow,
  order: ExecutedOrder,
  added: readonly Fill[],
): Promise<FoldedPosition> {
  const sorted = [...added].sort(compareExecutions);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) throw new Error('a fold needs an execution');
  if (isAfter(first, foldedMark(row))) {
    const position = sorted.reduce<Position>(
      (folded, fill) => applyExecution(order, folded, { ...fill, side: order.side }),
      row,
    );
    return { position, folded: last, checkpoint: row.checkpoint };
  }
  const start = row.checkpoint && isAfter(first, row.checkpoint) ? row.checkpoint : null;
  return refold(order, start, await executionsAfter(tx, row, start));
}

/** Folds from a checkpoint on, and remembers a newer one on the way. */
function refold(
  market: PositionMarket,
  start: PositionCheckpoint | null,
  executions: readonly PositionExecution[],
): FoldedPosition {
  const newest = executions.at(-1);
  if (!newest) throw new Error('a fold needs an execution');
  const checkpointBefore = Date.parse(newest.executedAt) - CHECKPOINT_AGE_MS;
  let position: Position = start ?? FLAT;
  let checkpoint = start;
  for (const [index, execution] of executions.entries()) {
    position = applyExecution(market, position, execution);
    const next = executions[index + 1];
    const isOld = Date.parse(execution.executedAt) < checkpointBefore;
    // Never between the two sides of a self-trade: they share one mark.
    if (isOld && next && compareExecutions(execution, next) < 0) {
      const { executedAt, exchangeTradeId } = execution;
      checkpoint = { ...position, executedAt, exchangeTradeId };
    }
  }
  return { position, folded: newest, checkpoint };
}

const updatePosition = sqlStatement(
  'store_position',
  sql`
    update strategy_positions
    set quantity = ${placeholder('quantity')}, entry_price = ${placeholder('entryPrice')},
        realized_pnl = ${placeholder('realizedPnl')}, fees = ${placeholder('fees')}::jsonb,
        folded_executed_at = ${placeholder('executedAt')}, folded_trade_id = ${placeholder('tradeId')},
        checkpoint = nullif(coalesce(${placeholder('checkpoint')}::jsonb, checkpoint), 'null'),
        updated_at = now()
    where id = ${placeholder('id')}
  `,
);

/** Stores a position with the last execution that went into it. */
export async function storePosition(
  tx: Transaction,
  row: PositionRow,
  { position, folded, checkpoint }: FoldedPosition,
): Promise<void> {
  const { quantity, entryPrice, realizedPnl, fees } = position;
  await updatePosition(tx, {
    ...{ id: row.id, quantity, entryPrice, realizedPnl },
    fees: JSON.stringify(fees),
    executedAt: folded.executedAt,
    tradeId: folded.exchangeTradeId,
    // SQL's null keeps the one that is there, JSON's takes it away.
    checkpoint: checkpoint === row.checkpoint ? null : JSON.stringify(checkpoint),
  });
}

function foldedMark(row: PositionRow): ExecutionMark | null {
  return row.foldedExecutedAt === null || row.foldedTradeId === null
    ? null
    : { executedAt: row.foldedExecutedAt, exchangeTradeId: row.foldedTradeId };
}

function isAfter(fill: ExecutionMark, mark: ExecutionMark | null): boolean {
  return mark === null || compareExecutions(mark, fill) < 0;
}

/** Only what a fold needs: there may be hundreds of them. */
const selectExecutions = statement('executions_of_position', (db) =>
  db
    .select({
      exchangeTradeId: tradeExecutions.exchangeTradeId,
      side: tradeExecutions.side,
      price: tradeExecutions.executionPrice,
      quantity: tradeExecutions.executionQuantity,
      fee: tradeExecutions.fee,
      feeAsset: tradeExecutions.feeAsset,
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
  start: ExecutionMark | null,
): Promise<PositionExecution[]> {
  const { strategyId, symbol } = row;
  const since = start?.executedAt ?? '-infinity';
  const executions = await selectExecutions(tx, { strategyId, symbol, since });
  return executions.filter((execution) => isAfter(execution, start)).sort(compareForFold);
}
