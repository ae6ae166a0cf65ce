import { and, sql } from 'drizzle-orm';
import type { Transaction } from '../../drizzle/database.js';
import { tradeExecutions } from '../../drizzle/schema.js';
import { sqlStatement, statement } from '../../drizzle/statement.js';
import type { Fill } from '../domain/fill.js';
import type { MergedFills } from '../domain/merge-fills.js';
import { factsOf, type EventSource, type OrderFacts, type OrderKey } from '../domain/order.js';
import type { Position } from '../domain/position.js';
import { anyOrder, keyOf, named } from './named.js';
import { foldIn, lockPosition, storePosition } from './position.js';

export interface RecordedFills {
  /** Inserted now, for the first time. */
  readonly added: readonly Fill[];
  /** All that the order has, the added ones included. */
  readonly all: readonly Fill[];
  /** The strategy's position with the changes; `undefined` when nothing changed it. */
  readonly position: Position | undefined;
  /** Stores that position; for the caller to send together with its own writes. */
  readonly storePosition: () => Promise<void>;
}

const { placeholder } = sql;

const selectExecutions = statement('executions_of_order', (db) =>
  db.select().from(tradeExecutions).where(named(tradeExecutions, anyOrder)),
);

/** Returns the executions that an order has. */
export async function executionsOfOrder(tx: Transaction, key: OrderKey): Promise<Fill[]> {
  return (await selectExecutions(tx, keyOf(key))).map(toFill);
}

/**
 * Writes merged fills: inserts what is new, takes out an inferred execution that was replaced, and
 * folds both into the position. The caller holds the order's row lock.
 */
export async function recordFills(
  tx: Transaction,
  order: OrderFacts,
  exchangeOrderId: string | null,
  merged: MergedFills,
  source: EventSource,
): Promise<RecordedFills> {
  const nothing = { position: undefined, storePosition: () => Promise.resolve() };
  if ((merged.added.length === 0 && !merged.removed) || exchangeOrderId === null) {
    return { added: [], all: merged.fills, ...nothing };
  }
  if (merged.removed) await deleteInferred(tx, order);
  // Sent together: one round trip.
  const [insertedIds, row] = await Promise.all([
    insertFills(tx, order, exchangeOrderId, merged.added, source),
    lockPosition(tx, order),
  ]);
  const isElsewhere = (fill: Fill) =>
    merged.added.includes(fill) && !insertedIds.has(fill.exchangeTradeId);
  const added = merged.added.filter((fill) => !isElsewhere(fill));
  const recorded = { added, all: merged.fills.filter((fill) => !isElsewhere(fill)) };
  if (row === undefined || (added.length === 0 && !merged.removed)) {
    return { ...recorded, ...nothing };
  }
  const folded = await foldIn(tx, row, order, { added, removed: merged.removed });
  return {
    ...recorded,
    position: folded.newest,
    storePosition: () => storePosition(tx, row, folded),
  };
}

async function deleteInferred(tx: Transaction, order: OrderKey): Promise<void> {
  await tx
    .delete(tradeExecutions)
    .where(and(named(tradeExecutions, order), tradeExecutions.isInferred));
}

/** One statement for however many fills: they travel as JSON, their figures as text. */
const insertExecutions = sqlStatement<{ trade_id: string }>(
  'insert_executions',
  sql`
    insert into trade_executions (account_id, strategy_id, client_order_id, exchange_order_id,
      symbol, market_type, side, source, exchange_trade_id, execution_price, execution_quantity,
      is_maker, fee, fee_asset, realized_pnl, executed_at, is_inferred)
    select ${placeholder('accountId')}::int, ${placeholder('strategyId')}::int,
      ${placeholder('clientOrderId')}, ${placeholder('exchangeOrderId')}, ${placeholder('symbol')},
      ${placeholder('marketType')}, ${placeholder('side')}, ${placeholder('source')},
      "exchangeTradeId", price, quantity, "isMaker", fee, "feeAsset", "realizedPnl", "executedAt",
      coalesce("isInferred", false)
    from json_to_recordset(${placeholder('fills')}::json) as fill("exchangeTradeId" text,
      price numeric, quantity numeric, "isMaker" boolean, fee numeric, "feeAsset" text,
      "realizedPnl" numeric, "executedAt" timestamptz, "isInferred" boolean)
    on conflict do nothing
    returning exchange_trade_id as trade_id
  `,
);

async function insertFills(
  tx: Transaction,
  order: OrderFacts,
  exchangeOrderId: string,
  fills: readonly Fill[],
  source: EventSource,
): Promise<Set<string>> {
  const inserted = await insertExecutions(tx, {
    ...factsOf(order),
    exchangeOrderId,
    source,
    fills: JSON.stringify(fills),
  });
  return new Set(inserted.map((row) => row.trade_id));
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
    isInferred: row.isInferred,
  };
}
