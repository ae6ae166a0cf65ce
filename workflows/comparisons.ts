import type { SyncReport } from '../src/domain/sync-report.js';

/**
 * A scan costs a call per market. Every fourth comparison includes one, and so does each that
 * somebody asked for.
 */
const COMPARISONS_PER_SCAN = 4;
/** One failure is a hiccup. At the second, the orders go back to polling for themselves. */
const FAILURES_BEFORE_WAKING = 2;
/** A restarted worker may no longer have to wait, so no wait is longer than this. */
const LONGEST_POSTPONEMENT_MS = 60_000;

/**
 * A comparison under way: the last request that it serves, and whether it includes a scan of fills.
 */
export interface Round {
  readonly serves: number;
  readonly hasScan: boolean;
}

/** What follows from a comparison. */
export interface Consequences {
  /** Whether the orders have to go back to polling for themselves. */
  readonly isWaking: boolean;
  readonly isScanning: boolean;
  /** Whether it took place, successfully or not, so that what was postponed may be tried again. */
  readonly isMade: boolean;
}

/** When an account's open orders are compared, who waits for that, and what came of it. */
export class Comparisons {
  #asked = 1;
  #answered = 0;
  #made = 0;
  #failures = 0;
  #isScanOwed = false;
  #nextAt = Date.now();
  #lastGoodAt = Date.now();
  #report: SyncReport = { inserted: [], updated: [], resolved: [] };

  constructor(private readonly intervalMs: number) {}

  /** Notes that somebody wants a comparison. Returns the number of this request. */
  ask(): number {
    return (this.#asked += 1);
  }

  get isWanted(): boolean {
    return this.#asked > this.#answered;
  }

  isAnswered(number: number): boolean {
    return this.#answered >= number;
  }

  /** What the latest comparison found. */
  get report(): SyncReport {
    return this.#report;
  }

  /** How long until the next one that is due by itself, in milliseconds. */
  get waitMs(): number {
    return Math.max(this.#nextAt - Date.now(), 0);
  }

  get isDue(): boolean {
    return this.isWanted || Date.now() >= this.#nextAt;
  }

  /** How long the account has not been compared. */
  get failingForMs(): number {
    return Date.now() - this.#lastGoodAt;
  }

  begin(): Round {
    const isEvery = this.#made % COMPARISONS_PER_SCAN === 0;
    return { serves: this.#asked, hasScan: this.#isScanOwed || this.isWanted || isEvery };
  }

  /** Notes what a comparison found and plans the next one. */
  end({ serves, hasScan }: Round, report: SyncReport): Consequences {
    this.#report = report;
    this.#answered = serves;
    const { postponedForMs } = report;
    this.#isScanOwed = hasScan && postponedForMs !== undefined;
    if (postponedForMs !== undefined) {
      // Not a failure: orders that poll would use up the very budget that the comparison waits for.
      this.#nextAt = Date.now() + Math.min(postponedForMs, LONGEST_POSTPONEMENT_MS);
      return { isWaking: false, isScanning: false, isMade: false };
    }
    this.#nextAt = Date.now() + this.intervalMs;
    this.#failures = report.problem === undefined ? 0 : this.#failures + 1;
    if (this.#failures === 0) this.#lastGoodAt = Date.now();
    this.#made += 1;
    return {
      isWaking: this.#failures === FAILURES_BEFORE_WAKING,
      isScanning: hasScan && this.#failures === 0,
      isMade: true,
    };
  }
}
