import { desc, eq } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { strategies, strategyPositions } from '../../drizzle/schema.js';
import { conditionOf, limitOf, type ListFilter } from './filter.js';

/** What a strategy holds in one market. */
export interface ListedPosition {
  readonly id: number;
  readonly accountId: number;
  readonly strategyId: number;
  readonly strategy: string;
  readonly symbol: string;
  /** Signed: positive is long. */
  readonly quantity: string;
  readonly entryPrice: string | null;
  readonly realizedPnl: string;
  /** What was paid, per asset. */
  readonly fees: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Returns the strategies' positions, including flat ones, newest first. */
export async function listPositions(
  db: Database,
  filter: ListFilter = {},
): Promise<ListedPosition[]> {
  const { id, strategyId, symbol } = strategyPositions;
  return db
    .select({
      id,
      accountId: strategies.accountId,
      strategyId,
      strategy: strategies.name,
      symbol,
      quantity: strategyPositions.quantity,
      entryPrice: strategyPositions.entryPrice,
      realizedPnl: strategyPositions.realizedPnl,
      fees: strategyPositions.fees,
      createdAt: strategyPositions.createdAt,
      updatedAt: strategyPositions.updatedAt,
    })
    .from(strategyPositions)
    .innerJoin(strategies, eq(strategyId, strategies.id))
    .where(conditionOf(filter, { id, strategyId, symbol }))
    .orderBy(desc(id))
    .limit(limitOf(filter));
}
