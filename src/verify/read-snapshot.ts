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
import type { Snapshot } from './snapshot.js';

/**
 * Reads everything that is compared as it was at one moment: what commits meanwhile is in none of it.
 *
 * @param accountId only this account's rows
 */
export function readSnapshot(db: Database, accountId: number | undefined): Promise<Snapshot> {
  const of = (column: PgColumn): SQL =>
    accountId === undefined ? sql`true` : sql`${column} = ${accountId}`;
  return db.transaction(
    async (tx) => {
      // The first statement is what fixes the moment.
      const [clock] = await tx.execute<{ at: string }>(sql`select now() as at`);
      const [strategyRows, executions, positions, tradeRows, open, failed] = await Promise.all([
        tx.select().from(strategies).where(of(strategies.accountId)),
        tx.select().from(tradeExecutions).where(of(tradeExecutions.accountId)),
        tx.select().from(strategyPositions),
        tx.select().from(trades).where(of(trades.accountId)),
        tx.select().from(openOrders).where(of(openOrders.accountId)),
        tx.select().from(failedOrders).where(of(failedOrders.accountId)),
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
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
