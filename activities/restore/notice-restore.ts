import { readMarks } from '../../drizzle/marks.js';
import { noticeRestore } from '../../src/books/restores.js';
import { isBehind, type Marks } from '../../src/domain/marks.js';
import { usedAccountIds } from '../../src/queries/epoch.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Compares the database with what was seen of it before, and has all accounts compared if it was
 * restored. Resolves with whether this call noticed that.
 */
export async function noticeIfBehind(deps: Dependencies, seen: Marks): Promise<boolean> {
  if (!isBehind(await readMarks(deps.db), seen) || !(await noticeRestore(deps.db, seen))) {
    return false;
  }
  deps.log.error({ seen }, 'the database was restored from a backup');
  for (const id of await usedAccountIds(deps.db)) await deps.accounts.compare(id);
  return true;
}
