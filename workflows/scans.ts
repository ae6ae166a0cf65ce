import type { ScanReport } from '../src/domain/scan-report.js';

/**
 * Between two steps. Without a timer they would be one long workflow task, in which no time passes
 * and no signal or update comes in.
 */
const BREATH_MS = 200;
/** No pause is longer than this: a restarted worker may no longer have to wait. */
const LONGEST_PAUSE_MS = 60_000;

/** When an account's lists of fills are read on: step by step, between the comparisons. */
export class Scans {
  #nextAt: number | null = null;

  /** Notes that the lists should be read now. */
  want(): void {
    this.#nextAt = Date.now();
  }

  get isDue(): boolean {
    return this.#nextAt !== null && Date.now() >= this.#nextAt;
  }

  /** How long until the next step, in milliseconds. */
  get waitMs(): number {
    return this.#nextAt === null ? Infinity : Math.max(this.#nextAt - Date.now(), 0);
  }

  /**
   * Notes what a step came to.
   *
   * @param report `undefined` if the step failed, or if an earlier version made it
   */
  end(report: ScanReport | undefined): void {
    const wantedMs = Math.max(report?.pauseMs ?? 0, BREATH_MS);
    const pauseMs = Math.min(wantedMs, LONGEST_PAUSE_MS);
    this.#nextAt = report?.hasMore ? Date.now() + pauseMs : null;
  }
}
