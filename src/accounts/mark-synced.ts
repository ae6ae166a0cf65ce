import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { accounts } from '../../drizzle/schema.js';

/** Records that an account's open orders have just been compared with the exchange's. */
export async function markSynced(db: Database, accountId: number): Promise<void> {
  await db
    .update(accounts)
    // This does not change the account, so the holder of its stream must not take it for a change.
    .set({ syncedAt: sql`now()`, updatedAt: sql`${accounts.updatedAt}` })
    .where(eq(accounts.id, accountId));
}
