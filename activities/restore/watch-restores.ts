import type { Marks } from '../../src/domain/marks.js';
import type { Dependencies } from '../dependencies.js';
import { sweep } from '../sweep/sweep.js';
import { lookForRestore } from './notice-restore.js';

/**
 * Notices that the database was restored from a backup while this process ran. What the process has
 * seen is its memory of the database; the sweep's workflow keeps another one, which outlives it.
 */
export class RestoreWatch {
  #seen: Marks = {};

  constructor(private readonly deps: Dependencies) {}

  /** Looks once. After a restore, everything is compared and repaired at once. */
  async look(): Promise<void> {
    const { seen, isRestored } = await lookForRestore(this.deps, this.#seen);
    this.#seen = seen;
    if (isRestored) await sweep(this.deps);
  }
}
