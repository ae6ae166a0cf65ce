import { INFER_AFTER_MS, type OrderProgress } from '../src/domain/progress.js';

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 3_000;
/** An unclear order is asked about every three seconds for about a minute, then at each poll. */
const FRUITLESS_BEFORE_RARE = 24;
/**
 * While the account's open orders are compared every few seconds, an order hardly needs to poll.
 */
const SYNCED_POLL_INTERVAL_MS = 1_800_000;

/** Returns a pause that doubles with each time that something was done in vain, in milliseconds. */
export function growingPause(timesInVain: number, longestMs: number): number {
  return Math.min(SHORTEST_PAUSE_MS * 2 ** timesInVain, longestMs);
}

/** How long an order waits for the next step, and for how long it has looked for missing fills. */
export class Patience {
  #fruitless = 0;
  #incompleteSince: number | undefined;

  /** @param incompleteSince since when fills are missing, in milliseconds since the epoch */
  constructor(
    private readonly pollIntervalMs: number,
    incompleteSince?: number,
  ) {
    this.#incompleteSince = incompleteSince;
  }

  get incompleteSince(): number | undefined {
    return this.#incompleteSince;
  }

  /** Whether the missing fills have been asked for in vain for long enough. */
  get mayInfer(): boolean {
    return (
      this.#incompleteSince !== undefined && Date.now() - this.#incompleteSince > INFER_AFTER_MS
    );
  }

  /** Notes the result of a step. */
  note(before: OrderProgress, after: OrderProgress): void {
    const isFruitless =
      before.status === after.status && before.filledQuantity === after.filledQuantity;
    this.#fruitless = isFruitless ? this.#fruitless + 1 : 0;
    this.#incompleteSince = after.isIncomplete ? (this.#incompleteSince ?? Date.now()) : undefined;
  }

  /**
   * Returns how long to wait before the next step, in milliseconds. A resting order waits a poll
   * interval. An order whose state is unclear is asked about soon, then less and less often.
   */
  pauseAfter(progress: OrderProgress): number {
    const { pollIntervalMs } = this;
    if (progress.status === 'PENDING') return progress.retryAfterMs ?? SHORTEST_PAUSE_MS;
    if (progress.status === 'UNKNOWN' || progress.isIncomplete) {
      const isRare = this.#fruitless >= FRUITLESS_BEFORE_RARE;
      const longest = isRare ? pollIntervalMs : LONGEST_PAUSE_MS;
      return growingPause(this.#fruitless, Math.min(longest, pollIntervalMs));
    }
    if (!progress.isSynced) return pollIntervalMs;
    // Scattered, so that orders that were woken together drift apart.
    return Math.round(SYNCED_POLL_INTERVAL_MS * (0.8 + 0.4 * Math.random()));
  }
}
