import type { LimitReading } from './limits.js';

/**
 * With windows of at least this length, a call under way at the end of one may count in the next.
 */
const CARRIED_FROM_MS = 5_000;

/**
 * What has been used of one limit in the current window: the newest reading, plus the cost of calls
 * that ended since then without a reading, plus the expected cost of calls under way.
 */
export class LimitCounter {
  #reported = 0;
  #counted = 0;
  #underWay = 0;
  #resetsAt: number;
  /** A reading shows where windows begin. Until the first one, they follow our clock. */
  #isGuess = true;
  #window = 0;
  #readings = 0;

  constructor(
    public limit: number,
    readonly windowMs: number,
    now: number,
  ) {
    this.#resetsAt = (Math.floor(now / windowMs) + 1) * windowMs;
  }

  /** Returns how much of the window is used. */
  used(now: number): number {
    this.#roll(now);
    return this.#reported + this.#counted + this.#underWay;
  }

  resetsAt(now: number): number {
    this.#roll(now);
    return this.#resetsAt;
  }

  /** Returns whether a call fits into a share of the limit. An unused window fits any call. */
  fits(cost: number, share: number, now: number): boolean {
    const used = this.used(now);
    return used + cost <= this.limit * share || (used === 0 && cost <= this.limit);
  }

  /** Counts a call, before it is sent. Returns a function to call when it has ended. */
  reserve(cost: number, now: number): () => void {
    this.#roll(now);
    this.#underWay += cost;
    const [window, readings] = [this.#window, this.#readings];
    return () => {
      if (window !== this.#window && !this.#isCarried) return;
      this.#underWay -= cost;
      // A newer reading already includes the call.
      if (window === this.#window && readings === this.#readings) this.#counted += cost;
    };
  }

  /** Takes over a reading. Answers may overtake one another: within a window, use only grows. */
  learn(reading: LimitReading, now: number): void {
    this.limit = reading.limit;
    this.#roll(now);
    const resetsAt = Math.min(reading.resetsAt, now + this.windowMs);
    const laterMs = this.#isGuess ? Infinity : resetsAt - this.#resetsAt;
    if (laterMs < -this.windowMs / 2) return; // belongs to the previous window
    const isNewer = laterMs > this.windowMs / 2;
    this.#reported = isNewer ? reading.used : Math.max(this.#reported, reading.used);
    this.#resetsAt = isNewer ? resetsAt : Math.min(this.#resetsAt, resetsAt);
    this.#counted = 0;
    this.#isGuess = false;
    this.#readings += 1;
  }

  get #isCarried(): boolean {
    return this.windowMs >= CARRIED_FROM_MS;
  }

  #roll(now: number): void {
    if (now < this.#resetsAt) return;
    this.#resetsAt += (Math.floor((now - this.#resetsAt) / this.windowMs) + 1) * this.windowMs;
    this.#reported = 0;
    this.#counted = 0;
    if (!this.#isCarried) this.#underWay = 0;
    this.#window += 1;
  }
}
