import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../drizzle/database.js';
import { tradeExecutions } from '../drizzle/schema.js';
import { sqlStatement, statement } from '../drizzle/statement.js';
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

const { placeholder } = sql;

const selectExecutions = statement('executions_of_order', (db) =>
  db
    .select()
    .from(tradeExecutions)
    .where(
      and(
        eq(tradeExecutions.accountId, placeholder('accountId')),
        eq(tradeExecutions.clientOrderId, placeholder('clientOrderId')),
      ),
    ),
);

/** Returns the executions that an order has. */
export async function executionsOfOrder(tx: Transaction, key: OrderKey): Promise<Fill[]> {
  const { accountId, clientOrderId } = key;
  return (await selectExecutions(tx, { accountId, clientOrderId })).map(toFill);
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
    position: folded.newest,
    storePosition: () => storePosition(tx, row, folded),
  };
}

/** One statement for however many fills: they travel as JSON, their figures as text. */
const insertExecutions = sqlStatement<{ trade_id: string }>(
  'insert_executions',
  sql`
    insert into trade_executions (account_id, strategy_id, client_order_id, exchange_order_id, symbol,
      market_type, side, source, exchange_trade_id, execution_price, execution_quantity, is_maker, fee,
      fee_asset, realized_pnl, executed_at)
    select ${placeholder('accountId')}::int, ${placeholder('strategyId')}::int,
      ${placeholder('clientOrderId')}, ${placeholder('exchangeOrderId')}, ${placeholder('symbol')},
      ${placeholder('marketType')}, ${placeholder('side')}, ${placeholder('source')},
      "exchangeTradeId", price, quantity, "isMaker", fee, "feeAsset", "realizedPnl", "executedAt"
    from json_to_recordset(${placeholder('fills')}::json) as fill("exchangeTradeId" text,
      price numeric, quantity numeric, "isMaker" boolean, fee numeric, "feeAsset" text,
      "realizedPnl" numeric, "executedAt" timestamptz)
    on conflict do nothing
    returning exchange_trade_id as trade_id
  `,
);

async function insertFills(
  tx: Transaction,
  order: ExecutedOrder,
  exchangeOrderId: string,
  fills: readonly Fill[],
  source: EventSource,
): Promise<Set<string>> {
  const { accountId, strategyId, clientOrderId, symbol, marketType, side } = order;
  const inserted = await insertExecutions(tx, {
    ...{ accountId, strategyId, clientOrderId, exchangeOrderId, symbol, marketType, side, source },
    fills: JSON.stringify(fills),
  });
  return new Set(inserted.map((row) => row.trade_id));
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
