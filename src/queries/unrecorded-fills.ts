import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { tradeExecutions } from '../../drizzle/schema.js';

/** Identifies a fill within its market: the two sides of a self-trade share one trade id. */
interface FillIdentity {
  readonly exchangeOrderId: string;
  readonly exchangeTradeId: string;
}

/** Returns the fills that are not recorded, out of an account's fills in one market. */
export async function unrecordedFills<Fill extends FillIdentity>(
  db: Database,
  accountId: number,
  symbol: string,
  fills: readonly Fill[],
): Promise<Fill[]> {
  const ids = [...new Set(fills.map((fill) => fill.exchangeTradeId))];
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      exchangeOrderId: tradeExecutions.exchangeOrderId,
      exchangeTradeId: tradeExecutions.exchangeTradeId,
    })
    .from(tradeExecutions)
    .where(
      and(
        eq(tradeExecutions.accountId, accountId),
        eq(tradeExecutions.symbol, symbol),
        inArray(tradeExecutions.exchangeTradeId, ids),
      ),
    );
  const recorded = new Set(rows.map(identityOf));
  return fills.filter((fill) => !recorded.has(identityOf(fill)));
}

function identityOf({ exchangeOrderId, exchangeTradeId }: FillIdentity): string {
  return `${exchangeOrderId} ${exchangeTradeId}`;
}
