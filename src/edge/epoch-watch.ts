import type { Database } from '../../drizzle/database.js';
import { readEpoch } from '../queries/epoch.js';

/** Notices that another epoch of the database has begun: it was restored from a backup. */
export class EpochWatch {
  #epoch: number | undefined;

  /** @param onRestored called after each restore */
  constructor(
    private readonly db: Database,
    private readonly onRestored: () => void,
  ) {}

  /** Looks once. */
  async look(): Promise<void> {
    const epoch = await readEpoch(this.db);
    const isNew = this.#epoch !== undefined && this.#epoch !== epoch;
    this.#epoch = epoch;
    if (isNew) this.onRestored();
  }
}
