import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { tradeExecutions } from '../../drizzle/schema.js';

/** Notes that the exchange was asked for the fills behind an inferred execution. */
export async function noteInferredAsked(db: Database, executionId: number): Promise<void> {
  await db
    .update(tradeExecutions)
    .set({ updatedAt: sql`now()` })
    .where(and(eq(tradeExecutions.id, executionId), tradeExecutions.isInferred));
}
