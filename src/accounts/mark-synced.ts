import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { accounts } from '../../drizzle/schema.js';

/** Notes that an account's open orders have been compared with the exchange's just now. */
export async function markSynced(db: Database, accountId: number): Promise<void> {
  await db
    .update(accounts)
    // Not a change of the account: who holds its stream must not take it for one.
    .set({ syncedAt: sql`now()`, updatedAt: sql`${accounts.updatedAt}` })
    .where(eq(accounts.id, accountId));
}
