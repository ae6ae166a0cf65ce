import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { tradeCursors } from '../../drizzle/schema.js';
import type { ExecutionMark } from '../domain/fill.js';
import { keepLeftovers, type MissingFill } from './leftovers.js';

/**
 * Records how far an account's fills in a market have been compared. What was missing on the way is
 * kept in the same transaction, so that the list is never read again for it.
 */
export async function moveCursor(
  db: Database,
  market: { readonly accountId: number; readonly symbol: string },
  { exchangeTradeId, executedAt }: ExecutionMark,
  missing: readonly MissingFill[] = [],
): Promise<void> {
  await db.transaction(async (tx) => {
    await keepLeftovers(tx, market, missing);
    await tx
      .insert(tradeCursors)
      .values({ ...market, lastTradeId: exchangeTradeId, lastExecutedAt: executedAt })
      .onConflictDoUpdate({
        target: [tradeCursors.accountId, tradeCursors.symbol],
        set: {
          lastTradeId: sql`excluded.last_trade_id`,
          lastExecutedAt: sql`excluded.last_executed_at`,
          scannedAt: sql`now()`,
        },
      });
  });
}
