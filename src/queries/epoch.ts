import { eq, isNull, sql } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database } from '../../drizzle/database.js';
import { accounts, databaseEpoch } from '../../drizzle/schema.js';

/** Returns in which epoch the database is. */
export async function readEpoch(db: Database): Promise<number> {
  const [row] = await db.select({ epoch: databaseEpoch.epoch }).from(databaseEpoch);
  return row?.epoch ?? 1;
}

/** The latest restore that was noticed, if there was one. */
export interface LatestRestore {
  /** The epoch that has begun with it. */
  readonly epoch: number;
  readonly at: string | null;
  readonly agoMs: number | null;
}

/** Returns in which epoch the database is, and when the latest restore was noticed. */
export async function readRestore(db: Database): Promise<LatestRestore> {
  const { epoch, restoredAt: at } = databaseEpoch;
  const [row] = await db
    .select({ epoch, at, agoMs: sql<number | null>`${millisecondsSince(at)}` })
    .from(databaseEpoch);
  return row ?? { epoch: 1, at: null, agoMs: null };
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

/** Returns the accounts that are in use. */
export function usedAccounts(
  db: Database,
): Promise<{ readonly id: number; readonly name: string }[]> {
  return db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(isNull(accounts.removedAt));
}
