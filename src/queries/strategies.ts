import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { accounts, strategies } from '../../drizzle/schema.js';

/** A strategy with its account, without secrets. */
export interface ListedStrategy {
  readonly id: number;
  readonly name: string;
  readonly accountId: number;
  readonly account: string;
  readonly paused: boolean;
  readonly accountRemoved: boolean;
  readonly createdAt: string;
}

/** Returns all strategies, oldest first. */
export async function listStrategies(db: Database): Promise<ListedStrategy[]> {
  return db
    .select({
      id: strategies.id,
      name: strategies.name,
      accountId: strategies.accountId,
      account: accounts.name,
      paused: strategies.paused,
      accountRemoved: sql<boolean>`${accounts.removedAt} is not null`,
      createdAt: strategies.createdAt,
    })
    .from(strategies)
    .innerJoin(accounts, eq(strategies.accountId, accounts.id))
    .orderBy(strategies.id);
}
