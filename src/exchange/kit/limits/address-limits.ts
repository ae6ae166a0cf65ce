import { setTimeout as sleep } from 'node:timers/promises';
import { LimitBook } from './limit-book.js';
import type { LimitRules } from './limits.js';
import { Pacer } from './pacer.js';
import { WaitingLine } from './waiting-line.js';

/**
 * A call that would have to wait longer is refused with the time to wait, so that its caller can do
 * something else meanwhile.
 */
const PATIENCE_MS = 500;
/** The same for room in a limit. Per-second windows end soon, so calls wait for those. */
const PATIENCE_FOR_ROOM_MS = 1_200;
/** Limits change rarely, and asking for them uses up some of them. */
const RENEWED_AT_MOST_EVERY_MS = 60_000;
/** When a postponed call's time has come, it takes a moment until the call is made. */
const POSTPONED_AND_MADE_MS = 5_000;

/** What the accounts behind one address share. */
export class AddressLimits {
  readonly book = new LimitBook('address');
  readonly line = new WaitingLine(({ isPause }) => (isPause ? PATIENCE_MS : PATIENCE_FOR_ROOM_MS));
  readonly pacer = new Pacer();
  #renewal: Promise<void> | undefined;
  #renewedAt = 0;
  #postponedUntil = 0;

  /** Notes that a background call must come back later. */
  postpone(ms: number): void {
    this.#postponedUntil = Math.max(this.#postponedUntil, Date.now() + ms);
  }

  isPostponing(): boolean {
    return Date.now() < this.#postponedUntil + POSTPONED_AND_MADE_MS;
  }

  /**
   * Asks the exchange for the limits again. Everybody who is short of them shares one request.
   *
   * @returns whether they have changed
   */
  async renew(rules: LimitRules): Promise<boolean> {
    const before = rules.limits();
    if (!this.#renewal) {
      if (!rules.renew || Date.now() - this.#renewedAt < RENEWED_AT_MOST_EVERY_MS) return false;
      this.#renewedAt = Date.now();
      const isOver = () => {
        this.#renewal = undefined;
      };
      // Without an answer, the limits stay as they were.
      this.#renewal = rules.renew().then(isOver, isOver);
    }
    await Promise.race([this.#renewal, sleep(PATIENCE_MS)]);
    return rules.limits() !== before;
  }
}
