import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import type { ExecutionMark } from '../domain/fill.js';

export interface ScannedMarket {
  readonly symbol: string;
  /** The exchange's list is read from this execution on. */
  readonly from: ExecutionMark;
}

/** Markets of one scan. If an account trades more of them, they are read in turn. */
const MOST_AT_ONCE = 10;

/**
 * Returns the markets whose list of fills is to be read, the longest unread first. A market is
 * known from its first recorded fill, where reading starts: earlier fills do not concern us.
 */
export async function marketsToScan(db: Database, accountId: number): Promise<ScannedMarket[]> {
  // Steps from symbol to symbol in the index. A plain `distinct` would read every execution.
  const rows = await db.execute<{ symbol: string; trade_id: string; executed_at: string }>(sql`
    with recursive market as (
      (select symbol from trade_executions where account_id = ${accountId} order by symbol limit 1)
      union all
      select (select symbol from trade_executions
              where account_id = ${accountId} and symbol > market.symbol order by symbol limit 1)
      from market where market.symbol is not null
    )
    select market.symbol,
           coalesce(cursor.last_trade_id, first.exchange_trade_id) as trade_id,
           coalesce(cursor.last_executed_at, first.executed_at) as executed_at
    from market
    left join trade_cursors as cursor
      on cursor.account_id = ${accountId} and cursor.symbol = market.symbol
    -- Only where nothing was read yet: it looks at every execution of the market.
    left join lateral (
      select exchange_trade_id, executed_at from trade_executions
      where account_id = ${accountId} and symbol = market.symbol and not is_inferred
        and cursor.last_executed_at is null
      order by executed_at, id limit 1
    ) as first on true
    where market.symbol is not null
      and coalesce(cursor.last_executed_at, first.executed_at) is not null
    order by cursor.scanned_at nulls first
    limit ${MOST_AT_ONCE}
  `);
  return rows.map((row) => ({
    symbol: row.symbol,
    from: { exchangeTradeId: row.trade_id, executedAt: new Date(row.executed_at).toISOString() },
  }));
}
