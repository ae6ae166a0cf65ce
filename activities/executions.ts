import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../drizzle/database.js';
import { tradeExecutions } from '../drizzle/schema.js';
import { equals } from '../src/domain/decimal.js';
import { distinctFills, type Fill } from '../src/domain/fill.js';
import type { EventSource } from '../src/domain/order.js';
import type { Position } from '../src/domain/position.js';
import type { ExecutedOrder, OrderKey } from './observation.js';
import { foldIn, lockPosition, storePosition } from './position.js';

export interface RecordedFills {
  /** Inserted now, for the first time. */
  readonly added: readonly Fill[];
  /** All that the order has, the added ones included. */
  readonly all: readonly Fill[];
  /** Trade ids that came again with other figures; the first ones stay. */
  readonly conflicting: readonly string[];
  /** The strategy's position with the added ones; `undefined` when nothing changed it. */
  readonly position: Position | undefined;
  /** Stores that position; for the caller to send together with its own writes. */
  readonly storePosition: () => Promise<void>;
}

/** Returns the executions that an order has. */
export async function executionsOfOrder(tx: Transaction, key: OrderKey): Promise<Fill[]> {
  const rows = await tx
    .select()
    .from(tradeExecutions)
    .where(
      and(
        eq(tradeExecutions.accountId, key.accountId),
        eq(tradeExecutions.clientOrderId, key.clientOrderId),
      ),
    );
  return rows.map(toFill);
}

/**
 * Inserts the fills that are not there yet and folds them into the position. The caller holds the
 * order's row lock.
 *
 * @param known what {@link executionsOfOrder} returned under that lock
 */
export async function recordFills(
  tx: Transaction,
  order: ExecutedOrder,
  exchangeOrderId: string | null,
  known: readonly Fill[],
  fills: readonly Fill[],
  source: EventSource,
): Promise<RecordedFills> {
  const byId = new Map(known.map((fill) => [fill.exchangeTradeId, fill]));
  const fresh = distinctFills(fills).filter((fill) => !byId.has(fill.exchangeTradeId));
  const conflicting = fills
    .filter((fill) => differs(byId.get(fill.exchangeTradeId), fill))
    .map((fill) => fill.exchangeTradeId);
  const nothing = { position: undefined, storePosition: () => Promise.resolve() };
  if (fresh.length === 0 || exchangeOrderId === null) {
    return { added: [], all: known, conflicting, ...nothing };
  }
  // Sent together: one round trip.
  const [insertedIds, row] = await Promise.all([
    insertFills(tx, order, exchangeOrderId, fresh, source),
    lockPosition(tx, order),
  ]);
  const added = fresh.filter((fill) => insertedIds.has(fill.exchangeTradeId));
  const recorded = { added, all: [...known, ...added], conflicting };
  if (row === undefined || added.length === 0) return { ...recorded, ...nothing };
  const folded = await foldIn(tx, row, order, added);
  return {
    ...recorded,
    position: folded.position,
    storePosition: () => storePosition(tx, row, folded),
  };
}

async function insertFills(
  tx: Transaction,
  order: ExecutedOrder,
  exchangeOrderId: string,
  fills: readonly Fill[],
  source: EventSource,
): Promise<Set<string>> {
  const inserted = await tx
    .insert(tradeExecutions)
    .values(
      fills.map((fill) => ({
        accountId: order.accountId,
        strategyId: order.strategyId,
        clientOrderId: order.clientOrderId,
        exchangeOrderId,
        exchangeTradeId: fill.exchangeTradeId,
        symbol: order.symbol,
        marketType: order.marketType,
        side: order.side,
        executionPrice: fill.price,
        executionQuantity: fill.quantity,
        isMaker: fill.isMaker,
        fee: fill.fee,
        feeAsset: fill.feeAsset,
        realizedPnl: fill.realizedPnl,
        source,
        executedAt: fill.executedAt,
      })),
    )
    .onConflictDoNothing()
    .returning({ tradeId: tradeExecutions.exchangeTradeId });
  return new Set(inserted.map((row) => row.tradeId));
}

function differs(known: Fill | undefined, fill: Fill): boolean {
  return (
    known !== undefined &&
    !(equals(known.price, fill.price) && equals(known.quantity, fill.quantity))
  );
}

function toFill(row: typeof tradeExecutions.$inferSelect): Fill {
  return {
    exchangeTradeId: row.exchangeTradeId,
    price: row.executionPrice,
    quantity: row.executionQuantity,
    isMaker: row.isMaker,
    fee: row.fee,
    feeAsset: row.feeAsset,
    realizedPnl: row.realizedPnl,
    executedAt: row.executedAt,
  };
}
