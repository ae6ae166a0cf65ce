import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../drizzle/database.js';
import { strategyPositions, tradeExecutions } from '../drizzle/schema.js';
import { compareExecutions, type Fill } from '../src/domain/fill.js';
import {
  applyExecution,
  foldPosition,
  type Position,
  type PositionExecution,
} from '../src/domain/position.js';
import type { ExecutedOrder } from './executions.js';

export type PositionRow = typeof strategyPositions.$inferSelect;

/**
 * Locks the position of an order's strategy, made on first use; strategies' orders take turns from
 * here on. An adopted order has no strategy, and no position.
 */
export async function lockPosition(
  tx: Transaction,
  order: ExecutedOrder,
): Promise<PositionRow | undefined> {
  if (order.strategyId === null) return undefined;
  const [row] = await tx
    .insert(strategyPositions)
    .values({ strategyId: order.strategyId, symbol: order.symbol })
    .onConflictDoUpdate({
      target: [strategyPositions.strategyId, strategyPositions.symbol],
      set: { updatedAt: sql`now()` },
    })
    .returning();
  return row;
}

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
): Promise<Position> {
  const sorted = [...added].sort(compareExecutions);
  const [first] = sorted;
  if (first !== undefined && isAfterFold(row, first)) {
    return sorted.reduce<Position>(
      (folded, fill) => applyExecution(order, folded, { ...fill, side: order.side }),
      row,
    );
  }
  return foldPosition(order, await executionsOf(tx, row));
}

/** Stores a position with the last execution that went into it. */
export async function storePosition(
  tx: Transaction,
  row: PositionRow,
  position: Position,
  added: readonly Fill[],
): Promise<void> {
  const last = [...added].sort(compareExecutions).at(-1);
  await tx
    .update(strategyPositions)
    .set({
      quantity: position.quantity,
      entryPrice: position.entryPrice,
      realizedPnl: position.realizedPnl,
      fees: position.fees,
      // Also after a redone fold: what it took in need not have been older altogether.
      ...(last !== undefined && isAfterFold(row, last)
        ? { foldedExecutedAt: last.executedAt, foldedTradeId: last.exchangeTradeId }
        : {}),
    })
    .where(eq(strategyPositions.id, row.id));
}

function isAfterFold(row: PositionRow, fill: Fill): boolean {
  return (
    row.foldedExecutedAt === null ||
    row.foldedTradeId === null ||
    compareExecutions(
      { executedAt: row.foldedExecutedAt, exchangeTradeId: row.foldedTradeId },
      fill,
    ) < 0
  );
}

async function executionsOf(tx: Transaction, row: PositionRow): Promise<PositionExecution[]> {
  const rows = await tx
    .select()
    .from(tradeExecutions)
    .where(
      and(eq(tradeExecutions.strategyId, row.strategyId), eq(tradeExecutions.symbol, row.symbol)),
    );
  return rows.map((execution) => ({
    ...execution,
    price: execution.executionPrice,
    quantity: execution.executionQuantity,
  }));
}
