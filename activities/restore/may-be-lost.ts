import { newEpochOf, readRestore } from '../../src/queries/epoch.js';
import type { Dependencies } from '../dependencies.js';
import { lookAgain } from './notice-restore.js';

/** One order that cannot be looked at must not keep all others from being adopted for ever. */
const LOOK_FOR_MS = 600_000;

/**
 * Looks whether the orders of an account that a restored database lacks are still to be looked for.
 * Until they are recorded again, an order that seems to be from outside may be one of them: an
 * amendment may have given it an id that nobody knows as ours.
 */
export async function mayBeLost(deps: Dependencies, accountId: number): Promise<boolean> {
  if (!(await lookAgain(deps))) return true;
  if ((await newEpochOf(deps.db, accountId)) === undefined) return false;
  const { agoMs } = await readRestore(deps.db);
  return agoMs !== null && agoMs < LOOK_FOR_MS;
}
