import { sql } from 'drizzle-orm';
import { sqlStatement, type Executor } from '../../drizzle/statement.js';
import type { MarketSymbol } from '../domain/symbol.js';

/** How many open orders an account has in each market. Markets without any are left out. */
export type ReferenceCounts = ReadonlyMap<MarketSymbol, number>;

const { placeholder } = sql;

const countOpenOrders = sqlStatement<{ account_id: number; symbol: string; count: number }>(
  'count_references',
  sql`
    select account_id, symbol, count(*)::int as count
    from open_orders
    where account_id = any(${placeholder('accountIds')}::text::int[])
    group by account_id, symbol
  `,
);

/**
 * Counts the open orders by account and market: they are what the accounts' streams are needed for.
 * There is no stored count, which could drift from the rows.
 */
export async function countReferences(
  db: Executor,
  accountIds: Iterable<number>,
): Promise<ReadonlyMap<number, ReferenceCounts>> {
  const counts = new Map([...accountIds].map((id) => [id, new Map<MarketSymbol, number>()]));
  const rows = await countOpenOrders(db, { accountIds: `{${[...counts.keys()].join(',')}}` });
  for (const row of rows) counts.get(row.account_id)?.set(row.symbol, row.count);
  return counts;
}
