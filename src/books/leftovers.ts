import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../drizzle/database.js';
import { leftoverOrders } from '../../drizzle/schema.js';
import type { ExecutionMark } from '../domain/fill.js';

/** A fill that the exchange lists and that is not recorded. */
export interface MissingFill extends ExecutionMark {
  readonly exchangeOrderId: string;
}

/** Names an order whose fills are missing. */
export interface LeftoverKey {
  readonly accountId: number;
  readonly symbol: string;
  readonly exchangeOrderId: string;
}

/** Keeps the orders of missing fills, until the fills are recorded. */
export async function keepLeftovers(
  tx: Transaction,
  { accountId, symbol }: Omit<LeftoverKey, 'exchangeOrderId'>,
  missing: readonly MissingFill[],
): Promise<void> {
  if (missing.length === 0) return;
  // The fills travel as JSON: as parameters, a page of them would be thousands.
  const fills = missing.map((fill) => ({
    order: fill.exchangeOrderId,
    trade: fill.exchangeTradeId,
    at: fill.executedAt,
  }));
  await tx.execute(sql`
    insert into leftover_orders (account_id, symbol, exchange_order_id, trade_ids, executed_at)
    select ${accountId}::integer, ${symbol}::text, fill."order", array_agg(distinct fill.trade), max(fill.at)
    from json_to_recordset(${JSON.stringify(fills)}::json)
      as fill("order" text, trade text, at timestamptz)
    group by fill."order"
    on conflict (account_id, symbol, exchange_order_id) do update set
      trade_ids = array(
        select unnest(leftover_orders.trade_ids) union select unnest(excluded.trade_ids)),
      executed_at = greatest(leftover_orders.executed_at, excluded.executed_at),
      updated_at = now()
  `);
}

/** Drops the orders whose fills are all recorded by now. */
export async function dropSettledLeftovers(db: Database, accountId: number): Promise<void> {
  await db.execute(sql`
    delete from leftover_orders as leftover
    where account_id = ${accountId} and not exists (
      select unnest(leftover.trade_ids)
      except
      select trade_id from trade_executions as execution,
        unnest(array[execution.exchange_trade_id, execution.alias_trade_id]) as trade_id
      where execution.account_id = leftover.account_id and execution.symbol = leftover.symbol
        and execution.exchange_order_id = leftover.exchange_order_id)
  `);
}

/** Notes that an order's missing fills were looked for, so that others come first now. */
export async function noteLeftoverTried(db: Database, key: LeftoverKey): Promise<void> {
  await db
    .update(leftoverOrders)
    .set({ triedAt: sql`now()`, attempts: sql`${leftoverOrders.attempts} + 1` })
    .where(isLeftover(key));
}

/** Gives up an order: nobody can find out more about its fills. */
export async function dropLeftover(db: Database, key: LeftoverKey): Promise<void> {
  await db.delete(leftoverOrders).where(isLeftover(key));
}

function isLeftover({ accountId, symbol, exchangeOrderId }: LeftoverKey) {
  return and(
    eq(leftoverOrders.accountId, accountId),
    eq(leftoverOrders.symbol, symbol),
    eq(leftoverOrders.exchangeOrderId, exchangeOrderId),
  );
}
