import { readMarks } from '../../drizzle/marks.js';
import { noticeRestore } from '../../src/books/restores.js';
import { highest, isBehind, type Marks } from '../../src/domain/marks.js';
import { readRestore, usedAccounts } from '../../src/queries/epoch.js';
import type { Dependencies } from '../dependencies.js';
import { doWorkflowsKnowMore } from './workflows-know-more.js';

/** What a look at the database has come to. */
export interface RestoreLook {
  /** The marks to compare with next time. */
  readonly seen: Marks;
  /** Whether this look noticed that the database was restored. */
  readonly isRestored: boolean;
}

/**
 * Compares the database with what was seen of it before, and has all accounts compared if it was
 * restored.
 */
export async function lookForRestore(deps: Dependencies, seen: Marks): Promise<RestoreLook> {
  const marks = await readMarks(deps.db);
  const isRestored = isBehind(marks, seen) && (await noticeRestore(deps.db, seen));
  if (isRestored) await compareAll(deps, seen);
  // After a restore, ids go on beyond all that were seen: the next look notes from where.
  return { seen: highest(seen, marks), isRestored };
}

/**
 * The same with what this process and the sweep's workflow have seen of it, and with what the
 * workflows of orders know. Resolves with `false` while their answers are still awaited.
 */
export async function lookAgain(deps: Dependencies): Promise<boolean> {
  const { restores } = deps;
  const { seen, isRestored } = await lookForRestore(deps, await restores.marks());
  restores.note(seen);
  restores.isRepairOwed ||= isRestored;
  return restores.askOnce(async () => {
    try {
      await askWorkflows(deps);
      return true;
    } catch (error) {
      deps.log.warn({ err: error }, 'the workflows do not say whether the database was restored');
      return false;
    }
  });
}

/** A backup newer than all that is remembered is noticed by what the workflows know. */
async function askWorkflows(deps: Dependencies): Promise<void> {
  const { restores } = deps;
  const { epoch, at } = await readRestore(deps.db);
  if (!(await doWorkflowsKnowMore(deps, at))) return;
  const seen = await restores.marks();
  if (!(await noticeRestore(deps.db, seen, epoch))) return;
  restores.isRepairOwed = true;
  await compareAll(deps, seen);
}

async function compareAll(deps: Dependencies, seen: Marks): Promise<void> {
  deps.log.error({ seen }, 'the database was restored from a backup');
  for (const { id } of await usedAccounts(deps.db)) await deps.accounts.compare(id);
}
