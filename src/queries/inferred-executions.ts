import { and, eq } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { tradeExecutions } from '../../drizzle/schema.js';

/**
 * Returns up to `most` inferred executions of an account. Those that have not been asked about for
 * longest come first, so that all have their turn.
 */
export async function inferredExecutions(
  db: Database,
  accountId: number,
  most: number,
): Promise<(typeof tradeExecutions.$inferSelect)[]> {
  return db
    .select()
    .from(tradeExecutions)
    .where(and(eq(tradeExecutions.accountId, accountId), tradeExecutions.isInferred))
    .orderBy(tradeExecutions.updatedAt, tradeExecutions.id)
    .limit(most);
}
