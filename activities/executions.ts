import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../drizzle/database.js';
import { tradeExecutions } from '../drizzle/schema.js';
import { equals } from '../src/domain/decimal.js';
import { distinctFills, type Fill } from '../src/domain/fill.js';
import type { EventSource, MarketType, Side } from '../src/domain/order.js';

/** What an execution row takes from its order. */
export interface ExecutedOrder {
  readonly accountId: number;
  readonly strategyId: number | null;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly marketType: MarketType;
  readonly side: Side;
}

export interface RecordedFills {
  /** Inserted now, for the first time. */
  readonly added: readonly Fill[];
  /** All that the order has, the added ones included. */
  readonly all: readonly Fill[];
  /** Trade ids that came again with other figures; the first ones stay. */
  readonly conflicting: readonly string[];
}

/** Inserts the fills that are not there yet. The caller holds the order's row lock. */
export async function recordFills(
  tx: Transaction,
  order: ExecutedOrder,
  exchangeOrderId: string | null,
  fills: readonly Fill[],
  source: EventSource,
): Promise<RecordedFills> {
  const known = await tx
    .select()
    .from(tradeExecutions)
    .where(
      and(
        eq(tradeExecutions.accountId, order.accountId),
        eq(tradeExecutions.clientOrderId, order.clientOrderId),
      ),
    );
  const knownFills = known.map(toFill);
  const byId = new Map(knownFills.map((fill) => [fill.exchangeTradeId, fill]));
  const given = distinctFills(fills);
  const fresh = given.filter((fill) => !byId.has(fill.exchangeTradeId));
  const conflicting = fills
    .filter((fill) => differs(byId.get(fill.exchangeTradeId), fill))
    .map((fill) => fill.exchangeTradeId);
  if (fresh.length === 0 || exchangeOrderId === null) {
    return { added: [], all: knownFills, conflicting };
  }
  const inserted = await tx
    .insert(tradeExecutions)
    .values(
      fresh.map((fill) => ({
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
  const insertedIds = new Set(inserted.map((row) => row.tradeId));
  const added = fresh.filter((fill) => insertedIds.has(fill.exchangeTradeId));
  return { added, all: [...knownFills, ...added], conflicting };
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
