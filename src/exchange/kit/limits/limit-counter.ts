import type { LimitReading } from './limits.js';

/** A call that is under way when so long a window ends is taken to count in the next one too. */
const CARRIED_FROM_MS = 5_000;

/**
 * What has been used of one limit in the window that runs: what the newest answer told, what was asked since
 * without an answer that tells, and what calls under way are expected to cost.
 */
export class LimitCounter {
  #told = 0;
  #counted = 0;
  #underWay = 0;
  #resetsAt: number;
  /** Where windows begin is known from the first reading on; until then they follow our clock. */
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

  /** Returns how much of the window is taken. */
  used(now: number): number {
    this.#roll(now);
    return this.#told + this.#counted + this.#underWay;
  }

  resetsAt(now: number): number {
    this.#roll(now);
    return this.#resetsAt;
  }

  /** Tells whether a call fits into a share of the limit. A window that nobody has used takes any call. */
  fits(cost: number, share: number, now: number): boolean {
    const used = this.used(now);
    return used + cost <= this.limit * share || (used === 0 && cost <= this.limit);
  }

  /** Counts a call from before it is sent. Returns what to do at its end. */
  reserve(cost: number, now: number): () => void {
    this.#roll(now);
    this.#underWay += cost;
    const [window, readings] = [this.#window, this.#readings];
    return () => {
      if (window !== this.#window && !this.#isCarried) return;
      this.#underWay -= cost;
      // A reading since then holds it already.
      if (window === this.#window && readings === this.#readings) this.#counted += cost;
    };
  }

  /** Takes in what an answer told. Answers overtake one another: within a window use only grows. */
  learn(reading: LimitReading, now: number): void {
    this.limit = reading.limit;
    this.#roll(now);
    const resetsAt = Math.min(reading.resetsAt, now + this.windowMs);
    const laterMs = this.#isGuess ? Infinity : resetsAt - this.#resetsAt;
    if (laterMs < -this.windowMs / 2) return; // of the window before
    const isNewer = laterMs > this.windowMs / 2;
    this.#told = isNewer ? reading.used : Math.max(this.#told, reading.used);
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
    this.#told = 0;
    this.#counted = 0;
    if (!this.#isCarried) this.#underWay = 0;
    this.#window += 1;
  }
}
