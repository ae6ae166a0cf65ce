import { sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '../../drizzle/database.js';
import {
  failedOrders,
  openOrders,
  strategies,
  strategyPositions,
  tradeExecutions,
  trades,
} from '../../drizzle/schema.js';
import { EVENT_OF_END } from '../domain/event.js';
import type { Side } from '../domain/order.js';
import type { Snapshot } from './snapshot.js';

/**
 * Reads everything that `filltrail verify` compares, as it was at one moment. Later commits appear
 * in none of it.
 *
 * @param accountId limits the rows to this account
 */
export function readSnapshot(db: Database, accountId: number | undefined): Promise<Snapshot> {
  const of = (column: PgColumn): SQL =>
    accountId === undefined ? sql`true` : sql`${column} = ${accountId}`;
  return db.transaction(
    async (tx) => {
      // The first statement fixes the moment of the snapshot.
      const [clock] = await tx.execute<{ at: string }>(sql`select now() as at`);
      const [strategyRows, executions, positions, tradeRows, open, failed, lost] =
        await Promise.all([
          tx.select().from(strategies).where(of(strategies.accountId)),
          tx.select().from(tradeExecutions).where(of(tradeExecutions.accountId)),
          tx.select().from(strategyPositions),
          tx.select().from(trades).where(of(trades.accountId)),
          tx.select().from(openOrders).where(of(openOrders.accountId)),
          tx.select().from(failedOrders).where(of(failedOrders.accountId)),
          tx.execute<LostRow>(selectLost(accountId)),
        ]);
      const accountOf = new Map(strategyRows.map((row) => [row.id, row.accountId]));
      return {
        takenAt: new Date(String(clock?.at)).toISOString(),
        strategies: new Map(strategyRows.map((row) => [row.id, row])),
        executions: executions.map(({ executionPrice, executionQuantity, ...row }) => ({
          ...row,
          price: executionPrice,
          quantity: executionQuantity,
        })),
        positions: positions.flatMap((row) => {
          const account = accountOf.get(row.strategyId);
          return account === undefined ? [] : [{ ...row, accountId: account }];
        }),
        trades: tradeRows,
        openOrders: open,
        failedOrders: failed,
        lostOrders: lost.map((row) => ({
          accountId: row.account_id,
          clientOrderId: row.client_order_id,
          symbol: row.symbol,
          side: row.side,
        })),
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

interface LostRow extends Record<string, unknown> {
  readonly account_id: number;
  readonly client_order_id: string;
  readonly symbol: string;
  readonly side: Side;
}

/**
 * Selects requests that were placed at least half a minute ago and left no trace. If an operator
 * has deleted a failed order, its event still records that nothing was filled.
 */
function selectLost(accountId: number | undefined): SQL {
  const ofOrder = sql`account_id = placed.account_id and client_order_id = placed.client_order_id`;
  return sql`
    select * from (
      select (request->>'accountId')::int as account_id,
             request->>'clientOrderId' as client_order_id,
             request->>'symbol' as symbol, request->>'side' as side
      from webhook_deliveries where placed_at < now() - interval '30 s'
    ) as placed
    where ${accountId === undefined ? sql`true` : sql`account_id = ${accountId}`}
      and not exists (select 1 from open_orders where ${ofOrder})
      and not exists (select 1 from trades where ${ofOrder})
      and not exists (select 1 from failed_orders where ${ofOrder})
      and not exists (
        select 1 from order_events
        where ${ofOrder} and type in ${Object.values(EVENT_OF_END)}
          and (data->>'filledQuantity')::numeric = 0)
  `;
}
