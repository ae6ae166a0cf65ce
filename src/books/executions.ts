import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../drizzle/database.js';
import { tradeExecutions } from '../../drizzle/schema.js';
import { sqlStatement, statement } from '../../drizzle/statement.js';
import type { Fill } from '../domain/fill.js';
import type { MergedFills } from '../domain/merge-fills.js';
import { pick } from '../domain/fields.js';
import type { Alias } from '../domain/twin-fills.js';
import {
  EXECUTED_ORDER,
  type ChangeSource,
  type OrderFacts,
  type OrderKey,
} from '../domain/order.js';
import type { Position } from '../domain/position.js';
import { columnNames, columnType, typedPlaceholders } from '../../drizzle/insert.js';
import { anyOrder, keyOf, ofOrder } from '../../drizzle/of-order.js';
import { foldIn, lockPosition, storePosition } from './position.js';

export interface RecordedFills {
  /** Those inserted now. */
  readonly added: readonly Fill[];
  /** All executions of the order, including those added now. */
  readonly all: readonly Fill[];
  /** The strategy's position after the change; `undefined` when nothing changed it. */
  readonly position: Position | undefined;
  /** Stores that position. The caller sends this together with its own writes. */
  readonly storePosition: () => Promise<void>;
}

const selectExecutions = statement('executions_of_order', (db) =>
  db.select().from(tradeExecutions).where(ofOrder(tradeExecutions, anyOrder)),
);

/** Returns the executions of an order. */
export async function executionsOfOrder(tx: Transaction, key: OrderKey): Promise<Fill[]> {
  return (await selectExecutions(tx, keyOf(key))).map(toFill);
}

/**
 * Writes merged fills: inserts the new ones, deletes an inferred execution that was replaced, and
 * folds both changes into the position. The caller holds the lock of the order's row.
 */
export async function recordFills(
  tx: Transaction,
  order: OrderFacts,
  exchangeOrderId: string | null,
  merged: MergedFills,
  source: ChangeSource,
): Promise<RecordedFills> {
  const nothing = { position: undefined, storePosition: () => Promise.resolve() };
  for (const alias of merged.aliases) await noteAlias(tx, order, alias);
  if ((merged.added.length === 0 && !merged.removed) || exchangeOrderId === null) {
    return { added: [], all: merged.fills, ...nothing };
  }
  if (merged.removed) await deleteInferred(tx, order);
  // Sent together: one round trip.
  const [insertedIds, row] = await Promise.all([
    insertFills(tx, order, exchangeOrderId, merged.added, source),
    lockPosition(tx, order),
  ]);
  const toAdd = new Set(merged.added);
  const isElsewhere = (fill: Fill) => toAdd.has(fill) && !insertedIds.has(fill.exchangeTradeId);
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

/** Records the trade id under which another source names a recorded fill. */
async function noteAlias(
  tx: Transaction,
  order: OrderKey,
  { exchangeTradeId, aliasTradeId }: Alias,
): Promise<void> {
  await tx
    .update(tradeExecutions)
    .set({ aliasTradeId })
    .where(
      and(ofOrder(tradeExecutions, order), eq(tradeExecutions.exchangeTradeId, exchangeTradeId)),
    );
}

async function deleteInferred(tx: Transaction, order: OrderKey): Promise<void> {
  await tx
    .delete(tradeExecutions)
    .where(and(ofOrder(tradeExecutions, order), tradeExecutions.isInferred));
}

type ExecutionRow = typeof tradeExecutions.$inferSelect;

/** The column, by property name, in which each field of a fill is recorded. */
const columnOf = {
  exchangeTradeId: 'exchangeTradeId',
  price: 'executionPrice',
  quantity: 'executionQuantity',
  isMaker: 'isMaker',
  fee: 'fee',
  feeAsset: 'feeAsset',
  otherFees: 'otherFees',
  aliasTradeId: 'aliasTradeId',
  realizedPnl: 'realizedPnl',
  executedAt: 'executedAt',
  isInferred: 'isInferred',
} as const satisfies Readonly<
  Record<Exclude<keyof Fill, 'orderFee' | 'hasUnverifiedId'>, keyof ExecutionRow>
>;

const fillFields = Object.keys(columnOf) as (keyof typeof columnOf)[];
const fillColumns = fillFields.map((field) => columnOf[field]);

/** What an execution's row takes from its order and from the source of the fill. */
const ORDER_FIELDS = [
  ...EXECUTED_ORDER,
  'exchangeOrderId',
  'source',
] as const satisfies readonly (keyof ExecutionRow)[];

const fillNames = sql.join(
  fillFields.map((field) => sql.identifier(field)),
  sql`, `,
);
const fillTypes = sql.join(
  fillFields.map(
    (field) => sql`${sql.identifier(field)} ${columnType(tradeExecutions[columnOf[field]])}`,
  ),
  sql`, `,
);

/** One statement for any number of fills. They travel as JSON, their figures as text. */
const insertExecutions = sqlStatement<{ trade_id: string }>(
  'insert_executions',
  sql`
    insert into trade_executions (${columnNames(tradeExecutions, [...ORDER_FIELDS, ...fillColumns])})
    select ${typedPlaceholders(tradeExecutions, ORDER_FIELDS)}, ${fillNames}
    from json_to_recordset(${sql.placeholder('fills')}::json) as fill(${fillTypes})
    on conflict do nothing
    returning exchange_trade_id as trade_id
  `,
);

async function insertFills(
  tx: Transaction,
  order: OrderFacts,
  exchangeOrderId: string,
  fills: readonly Fill[],
  source: ChangeSource,
): Promise<Set<string>> {
  const inserted = await insertExecutions(tx, {
    ...pick(order, EXECUTED_ORDER),
    exchangeOrderId,
    source,
    fills: JSON.stringify(fills.map((fill) => ({ isInferred: false, otherFees: {}, ...fill }))),
  });
  return new Set(inserted.map((row) => row.trade_id));
}

function toFill(row: ExecutionRow): Fill {
  return Object.fromEntries(
    fillFields.map((field) => [field, row[columnOf[field]]]),
  ) as unknown as Fill;
}
