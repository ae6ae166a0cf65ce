import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { tradeCursors } from '../../drizzle/schema.js';
import type { ExecutionMark } from '../domain/fill.js';

/** Records how far an account's fills in a market have been compared. */
export async function moveCursor(
  db: Database,
  accountId: number,
  symbol: string,
  { exchangeTradeId, executedAt }: ExecutionMark,
): Promise<void> {
  await db
    .insert(tradeCursors)
    .values({ accountId, symbol, lastTradeId: exchangeTradeId, lastExecutedAt: executedAt })
    .onConflictDoUpdate({
      target: [tradeCursors.accountId, tradeCursors.symbol],
      set: {
        lastTradeId: sql`excluded.last_trade_id`,
        lastExecutedAt: sql`excluded.last_executed_at`,
        scannedAt: sql`now()`,
      },
    });
}
