import { eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { readMarks } from '../../drizzle/marks.js';
import { accounts, databaseEpoch } from '../../drizzle/schema.js';
import { raiseAlert } from '../alerts/raise-alert.js';
import { AlertCode } from '../domain/alert.js';
import { highest, isBehind, type Marks } from '../domain/marks.js';

/**
 * How many ids are left out after a restore. The marks that were seen may be half a minute old, and
 * no id that somebody has seen may be given a second time.
 */
const IDS_LEFT_OUT = 100_000;

/**
 * Compares the database with what was seen of it before. If it is behind, it was restored from a
 * backup: another epoch begins and operators are told, in one transaction, and ids go on beyond all
 * that were seen.
 *
 * @param lackingSince the epoch in which something else has shown that the database was restored,
 *   unless another epoch has begun since
 * @returns whether this call noticed a restore
 */
export async function noticeRestore(
  db: Database,
  seen: Marks,
  lackingSince?: number,
): Promise<boolean> {
  const marks = highest(seen, await readMarks(db));
  const isNoticed = await beginEpoch(db, seen, lackingSince);
  // Moving ids cannot be rolled back, so it comes last: until then, the restore can be noticed
  // again, which only begins one more epoch.
  if (isNoticed) await moveIds(db, marks);
  return isNoticed;
}

async function moveIds(db: Database, seen: Marks): Promise<void> {
  for (const [name, value] of Object.entries(seen)) {
    await db.execute(
      sql`select setval(${name}::regclass,
            greatest(${value + IDS_LEFT_OUT}, (select last_value from ${sql.identifier(name)})))`,
    );
  }
}

function beginEpoch(db: Database, seen: Marks, lackingSince: number | undefined): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [before] = await tx.select().from(databaseEpoch).for('update');
    const isLacking = lackingSince !== undefined && lackingSince === before?.epoch;
    if (!isLacking && !isBehind(await readMarks(tx), seen)) return false;
    const [epoch] = await tx
      .update(databaseEpoch)
      .set({ epoch: sql`${databaseEpoch.epoch} + 1`, restoredAt: sql`now()` })
      .returning();
    const used = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(isNull(accounts.removedAt));
    for (const { id } of used) {
      await raiseAlert(tx, {
        accountId: id,
        clientOrderId: null,
        code: AlertCode.DATABASE_RESTORED,
        subject: `epoch ${epoch?.epoch ?? 0} ${new Date().toISOString()}`,
        message: `the database was restored from a backup. The orders of account ${id} are compared with the exchange's, and what the backup lacks is recorded again; for a day, the exchange is asked before anything is sent. Orders whose alert the backup lacks have no strategy until the alert comes again`,
      });
    }
    return true;
  });
}

/** Records that an account's lost orders have been looked for in an epoch. */
export async function markRecovered(db: Database, accountId: number, epoch: number): Promise<void> {
  await db
    .update(accounts)
    // This does not change the account, so the holder of its stream must not take it for a change.
    .set({ epoch, updatedAt: sql`${accounts.updatedAt}` })
    .where(eq(accounts.id, accountId));
}
