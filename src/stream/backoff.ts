const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** A connection that lasted less counts as a failed attempt: an exchange that keeps cutting us is not hammered. */
const STABLE_AFTER_MS = 10_000;

/** How long to wait between attempts: the first comes at once, each failure doubles the pause, with jitter. */
export class Backoff {
  #failures = 0;
  #retryAt = 0;

  get failures(): number {
    return this.#failures;
  }

  /** Nothing is to be tried before this. */
  get retryAt(): number {
    return this.#retryAt;
  }

  /** An attempt failed. */
  failed(now = Date.now()): void {
    this.#failures += 1;
    this.#pause(now);
  }

  /** A connection was lost. */
  lost(openedAt: number, now = Date.now()): void {
    if (now - openedAt >= STABLE_AFTER_MS) return this.reset();
    this.#pause(now);
    this.#failures += 1;
  }

  reset(): void {
    this.#failures = 0;
    this.#retryAt = 0;
  }

  #pause(now: number): void {
    if (this.#failures === 0) return;
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS);
    this.#retryAt = now + longest * (0.5 + Math.random() / 2);
  }
}
