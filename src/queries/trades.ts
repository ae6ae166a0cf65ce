import { desc, eq, getTableColumns } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { strategies, tradeExecutions, trades } from '../../drizzle/schema.js';
import { conditionOf, limitOf, type ListFilter } from './filter.js';

/** An ended order that traded. */
export type TradeRow = Readonly<typeof trades.$inferSelect> & { readonly strategy: string | null };

/** One fill. */
export type ExecutionRow = Readonly<typeof tradeExecutions.$inferSelect> & {
  readonly strategy: string | null;
};

/** Returns the ended orders that traded, newest first. */
export async function listTrades(db: Database, filter: ListFilter = {}): Promise<TradeRow[]> {
  return db
    .select({ ...getTableColumns(trades), strategy: strategies.name })
    .from(trades)
    .leftJoin(strategies, eq(trades.strategyId, strategies.id))
    .where(conditionOf(filter, trades))
    .orderBy(desc(trades.id))
    .limit(limitOf(filter));
}

/** Returns the fills, the one recorded last first. */
export async function listExecutions(
  db: Database,
  filter: ListFilter = {},
): Promise<ExecutionRow[]> {
  return db
    .select({ ...getTableColumns(tradeExecutions), strategy: strategies.name })
    .from(tradeExecutions)
    .leftJoin(strategies, eq(tradeExecutions.strategyId, strategies.id))
    .where(conditionOf(filter, tradeExecutions))
    .orderBy(desc(tradeExecutions.id))
    .limit(limitOf(filter));
}
