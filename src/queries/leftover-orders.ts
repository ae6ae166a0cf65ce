import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { leftoverOrders } from '../../drizzle/schema.js';
import { millisecondsSince } from '../../drizzle/columns.js';

/** An order of which the list of fills names fills that are not recorded yet. */
export interface LeftoverOrder {
  readonly symbol: string;
  readonly exchangeOrderId: string;
  /** When the latest of them happened, ISO 8601. */
  readonly executedAt: string;
  /** How often it was looked at. */
  readonly attempts: number;
  /** How long ago its fills were found missing. */
  readonly missingForMs: number;
}

/** Returns up to `most` such orders of an account; those that have waited longest come first. */
export async function waitingLeftovers(
  db: Database,
  accountId: number,
  most: number,
): Promise<LeftoverOrder[]> {
  const { symbol, exchangeOrderId, executedAt, attempts, createdAt, triedAt } = leftoverOrders;
  return db
    .select({
      symbol,
      exchangeOrderId,
      executedAt,
      attempts,
      missingForMs: millisecondsSince(createdAt),
    })
    .from(leftoverOrders)
    .where(eq(leftoverOrders.accountId, accountId))
    .orderBy(sql`${triedAt} nulls first`, createdAt)
    .limit(most);
}
