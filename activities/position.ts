import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../drizzle/database.js';
import { strategyPositions, tradeExecutions } from '../drizzle/schema.js';
import { compareExecutions, type Fill } from '../src/domain/fill.js';
import type { MarketType, Side } from '../src/domain/order.js';
import type { ExecutedOrder, RecordedFills } from './executions.js';
import { applyExecution, foldPosition, type Position } from '../src/domain/position.js';

interface PositionChange {
  readonly strategyId: number;
  readonly symbol: string;
  readonly marketType: MarketType;
  readonly side: Side;
  /** Already inserted by this transaction. */
  readonly fills: readonly Fill[];
}

/**
 * Brings a strategy's position up to date with executions that this transaction inserted.
 *
 * Executions newer than all folded ones extend the fold; an older one (it came late) redoes it from
 * the rows, so the result never depends on arrival. The row lock makes strategies' orders take turns.
 */
async function updatePosition(tx: Transaction, change: PositionChange): Promise<Position> {
  const [row] = await tx
    .insert(strategyPositions)
    .values({ strategyId: change.strategyId, symbol: change.symbol })
    .onConflictDoUpdate({
      target: [strategyPositions.strategyId, strategyPositions.symbol],
      set: { updatedAt: sql`now()` },
    })
    .returning();
  if (!row) throw new Error('an upsert must return its row');
  const added = [...change.fills].sort(compareExecutions);
  const first = added[0];
  const folded =
    row.foldedExecutedAt === null || row.foldedTradeId === null
      ? undefined
      : { executedAt: row.foldedExecutedAt, exchangeTradeId: row.foldedTradeId };
  const isNewest =
    first !== undefined && (folded === undefined || compareExecutions(folded, first) < 0);
  const last = added.at(-1);
  const isLastNewest =
    last !== undefined && (folded === undefined || compareExecutions(folded, last) < 0);
  const position = isNewest
    ? added.reduce<Position>(
        (folded, fill) => applyExecution(change, folded, { ...fill, side: change.side }),
        row,
      )
    : foldPosition(change, await executionsOf(tx, change));
  await tx
    .update(strategyPositions)
    .set({
      quantity: position.quantity,
      entryPrice: position.entryPrice,
      realizedPnl: position.realizedPnl,
      fees: position.fees,
      // Also after a redone fold: what it took in need not have been older altogether.
      ...(isLastNewest
        ? { foldedExecutedAt: last.executedAt, foldedTradeId: last.exchangeTradeId }
        : {}),
    })
    .where(eq(strategyPositions.id, row.id));
  return position;
}

/** Updates the position of an order's strategy; an adopted order has no strategy and touches none. */
export async function followPosition(
  tx: Transaction,
  order: ExecutedOrder,
  recorded: RecordedFills,
  onChange: (position: Position) => void,
): Promise<void> {
  const { strategyId, symbol, marketType, side } = order;
  if (strategyId === null || recorded.added.length === 0) return;
  onChange(
    await updatePosition(tx, { strategyId, symbol, marketType, side, fills: recorded.added }),
  );
}

async function executionsOf(tx: Transaction, change: PositionChange) {
  const rows = await tx
    .select()
    .from(tradeExecutions)
    .where(
      and(
        eq(tradeExecutions.strategyId, change.strategyId),
        eq(tradeExecutions.symbol, change.symbol),
      ),
    );
  return rows.map((row) => ({
    ...row,
    price: row.executionPrice,
    quantity: row.executionQuantity,
  }));
}
