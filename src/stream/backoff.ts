const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/**
 * A shorter connection counts as a failed attempt, because the exchange may keep cutting us off.
 */
const STABLE_AFTER_MS = 10_000;
/**
 * An exchange may refuse a stream because we came too often, without saying how long to wait.
 * Then it is not tried again at once: each attempt counts towards the exchange's limit. Those
 * limits clear within a second on one exchange and within 5 or 10 min on others, and nothing tells
 * them apart. Therefore the pause begins at 10 s and doubles, up to 2 min. That makes about eight
 * attempts during a block of 10 min, and the stream is back at most 2 min after the block. Until
 * then, orders are verified by REST.
 */
const FIRST_REFUSED_PAUSE_MS = 10_000;
const LONGEST_REFUSED_PAUSE_MS = 120_000;
/**
 * However long a pause an exchange asks for, we try again after this time: it may have lifted the
 * block.
 */
const LONGEST_ASKED_PAUSE_MS = 600_000;

/** The part of a refused handshake, or subscription, that the pause depends on. */
export interface StreamRefusal {
  /** How long the exchange asks us to wait. */
  readonly retryAfterMs: number | null;
  /** Whether it was refused because we came too often. */
  readonly isTooOften: boolean;
}

/**
 * Computes the pauses between attempts. The first attempt comes at once; each failure doubles the
 * pause, with jitter.
 */
export class Backoff {
  #failures = 0;
  #retryAt = 0;
  /** Attempts refused for coming too often, since the last stable connection. */
  #refusals = 0;

  get failures(): number {
    return this.#failures;
  }

  /** No attempt should be made before this time. */
  get retryAt(): number {
    return this.#retryAt;
  }

  /** Notes that an attempt failed. */
  failed(now = Date.now()): void {
    this.#failures += 1;
    this.#pause(now);
  }

  /** Notes that an attempt was refused. The pause is at least as long as the exchange asks. */
  refused(refusal: StreamRefusal, now = Date.now()): void {
    this.failed(now);
    if (refusal.isTooOften) this.#refusals += 1;
    const least = this.#leastPause(refusal);
    // Accounts that were refused together must not come back together.
    if (least > 0) this.#retryAt = Math.max(this.#retryAt, now + least * (1 + Math.random() / 10));
  }

  /** Notes that a connection was lost. */
  lost(openedAt: number, now = Date.now()): void {
    if (now - openedAt >= STABLE_AFTER_MS) return this.reset();
    this.#pause(now);
    this.#failures += 1;
  }

  /** Resets the pauses: the next attempt may come at once. */
  reset(): void {
    this.#failures = 0;
    this.#refusals = 0;
    this.#retryAt = 0;
  }

  #leastPause({ retryAfterMs, isTooOften }: StreamRefusal): number {
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
