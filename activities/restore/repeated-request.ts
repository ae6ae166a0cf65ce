import type { OrderRequest } from '../../src/domain/order.js';
import type { Dependencies } from '../dependencies.js';
import { attribute } from './attribute.js';
import { lookAgain } from './notice-restore.js';

/**
 * Takes up a stored request that waits although its workflow has run before. Most likely the
 * database was restored from a backup: that is looked for before anything puts the order right, as
 * nothing would show it afterwards. Resolves with whether the order is recorded already.
 */
export async function takeUpRepeated(deps: Dependencies, request: OrderRequest): Promise<boolean> {
  if (!(await lookAgain(deps))) throw new Error('it is not known yet whether it was restored');
  return attribute(deps, request);
}
