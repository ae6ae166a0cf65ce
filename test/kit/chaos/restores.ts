/** When a backup was taken, and when the database was put back to it. */
interface Restore {
  readonly backupAt: number;
  readonly restoredAt: number;
}

/** An answer that was on its way when its commit was undone comes this much later, at most. */
const ANSWERED_WITHIN_MS = 3_000;

/** The times at which the database was put back to a backup. */
export class Restores {
  readonly #ended: Restore[] = [];
  #isUnderway = false;

  /** Whether what is recorded now may be undone, or has been undone and is not yet repeated. */
  get isUnderway(): boolean {
    return this.#isUnderway;
  }

  /** Does a restore, unless one is underway already. */
  async during(restore: () => Promise<void>): Promise<void> {
    if (this.#isUnderway) return;
    this.#isUnderway = true;
    try {
      await restore();
    } finally {
      this.#isUnderway = false;
    }
  }

  add(restore: Restore): void {
    this.#ended.push(restore);
  }

  /**
   * Returns how often an alert was taken as new, without the times that a restore may have undone.
   *
   * @param newAt when an answer came that called it new
   */
  timesNew(newAt: readonly number[]): number {
    const undone = this.#ended.filter(({ backupAt, restoredAt }) =>
      newAt.some((at) => at >= backupAt && at <= restoredAt + ANSWERED_WITHIN_MS),
    );
    return Math.max(newAt.length - undone.length, Math.min(newAt.length, 1));
  }
}
