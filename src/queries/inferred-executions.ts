import { and, eq } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { tradeExecutions } from '../../drizzle/schema.js';

/** Returns executions of an account that were inferred, so many at most. */
export async function inferredExecutions(
  db: Database,
  accountId: number,
  most: number,
): Promise<(typeof tradeExecutions.$inferSelect)[]> {
  return db
    .select()
    .from(tradeExecutions)
    .where(and(eq(tradeExecutions.accountId, accountId), tradeExecutions.isInferred))
    .limit(most);
}
