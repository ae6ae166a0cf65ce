import type { Dependencies } from '../dependencies.js';
import { sweep } from '../sweep/sweep.js';
import { lookAgain } from './notice-restore.js';

/** Looks once for a restore. After one, everything is repaired at once. */
export async function watchRestores(deps: Dependencies): Promise<void> {
  await lookAgain(deps);
  if (!deps.restores.isRepairOwed) return;
  await sweep(deps);
  deps.restores.isRepairOwed = false;
}
