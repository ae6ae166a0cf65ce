import { eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { accounts, databaseEpoch } from '../../drizzle/schema.js';

/** Returns in which epoch the database is. */
export async function readEpoch(db: Database): Promise<number> {
  const [row] = await db.select({ epoch: databaseEpoch.epoch }).from(databaseEpoch);
  return row?.epoch ?? 1;
}

/** Returns in which epoch the database is, and when the latest restore was noticed. */
export async function readRestore(
  db: Database,
): Promise<{ readonly epoch: number; readonly restoredAt: string | null }> {
  const [row] = await db.select().from(databaseEpoch);
  return { epoch: row?.epoch ?? 1, restoredAt: row?.restoredAt ?? null };
}

/** Returns the database's epoch if it is another than that of an account, else `undefined`. */
export async function newEpochOf(db: Database, accountId: number): Promise<number | undefined> {
  const [row] = await db
    .select({ database: databaseEpoch.epoch, account: accounts.epoch })
    .from(accounts)
    .innerJoin(databaseEpoch, sql`true`)
    .where(eq(accounts.id, accountId));
  return row && row.account !== row.database ? row.database : undefined;
}

/** Returns the ids of the accounts that are in use. */
export async function usedAccountIds(db: Database): Promise<number[]> {
  const rows = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(isNull(accounts.removedAt));
  return rows.map(({ id }) => id);
}
