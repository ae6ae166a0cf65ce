const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** A connection that lasted less counts as a failed attempt: an exchange may keep cutting us. */
const STABLE_AFTER_MS = 10_000;
/**
 * A handshake that is refused for coming too often, without a word on how long to wait, is not
 * tried again at once: each attempt counts for the exchange's limit. Those limits clear within a
 * second at one exchange, within 5 or 10 min at others, and nothing tells them apart. So the pause
 * begins at 10 s and doubles, up to 2 min. That makes some eight attempts during a block of 10 min,
 * and the stream is back 2 min after its end at the latest; until then orders are verified by REST.
 */
const FIRST_REFUSED_PAUSE_MS = 10_000;
const LONGEST_REFUSED_PAUSE_MS = 120_000;
/** However long an exchange asks us to wait, we look again after this: it may have let us off. */
const LONGEST_ASKED_PAUSE_MS = 600_000;

/** What is known of a refused handshake, as far as waiting goes. */
export interface HandshakeRefusal {
  /** How long the exchange asked us to wait. */
  readonly retryAfterMs: number | null;
  /** Whether we came too often. */
  readonly isTooOften: boolean;
}

/**
 * Reckons how long to wait between attempts: the first comes at once, each failure doubles the
 * pause, with jitter.
 */
export class Backoff {
  #failures = 0;
  #retryAt = 0;
  /** Refusals for coming too often since the last connection that lasted. */
  #refusals = 0;

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

  /** An attempt was refused: the pause is at least as long as the exchange asks. */
  refused(refusal: HandshakeRefusal, now = Date.now()): void {
    this.failed(now);
    if (refusal.isTooOften) this.#refusals += 1;
    const least = this.#leastPause(refusal);
    // Accounts that were refused together must not come back together.
    if (least > 0) this.#retryAt = Math.max(this.#retryAt, now + least * (1 + Math.random() / 10));
  }

  /** A connection was lost. */
  lost(openedAt: number, now = Date.now()): void {
    if (now - openedAt >= STABLE_AFTER_MS) return this.reset();
    this.#pause(now);
    this.#failures += 1;
  }

  /** All is well: the next attempt may come at once. */
  reset(): void {
    this.#failures = 0;
    this.#refusals = 0;
    this.#retryAt = 0;
  }

  #leastPause({ retryAfterMs, isTooOften }: HandshakeRefusal): number {
    if (retryAfterMs !== null) return Math.min(retryAfterMs, LONGEST_ASKED_PAUSE_MS);
    if (!isTooOften) return 0;
    return Math.min(FIRST_REFUSED_PAUSE_MS * 2 ** (this.#refusals - 1), LONGEST_REFUSED_PAUSE_MS);
  }

  #pause(now: number): void {
    if (this.#failures === 0) return;
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS);
    this.#retryAt = now + longest * (0.5 + Math.random() / 2);
  }
}
