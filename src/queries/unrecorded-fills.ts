import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';

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
  if (fills.length === 0) return [];
  // They travel as JSON: one parameter for each would be more than Postgres allows.
  const asked = fills.map(({ exchangeOrderId, exchangeTradeId }) => ({
    order: exchangeOrderId,
    trade: exchangeTradeId,
  }));
  const rows = await db.execute<{ order: string; trade: string }>(sql`
    select asked."order", asked.trade
    from json_to_recordset(${JSON.stringify(asked)}::json) as asked("order" text, trade text)
    where exists (
      select 1 from trade_executions as execution
      where account_id = ${accountId} and symbol = ${symbol}
        and exchange_order_id = asked."order" and exchange_trade_id = asked.trade
    ) or exists (
      select 1 from trade_executions as execution
      where account_id = ${accountId} and symbol = ${symbol}
        and exchange_order_id = asked."order" and alias_trade_id = asked.trade
    )
  `);
  const recorded = new Set(rows.map(({ order, trade }) => `${order} ${trade}`));
  return fills.filter(
    ({ exchangeOrderId, exchangeTradeId }) =>
      !recorded.has(`${exchangeOrderId} ${exchangeTradeId}`),
  );
}
