import { setTimeout as sleep } from 'node:timers/promises';
import { LimitBook } from './limit-book.js';
import type { LimitRules } from './limits.js';
import { Pacer } from './pacer.js';
import { WaitingLine } from './waiting-line.js';

/** Whoever would have to wait longer gets that for an answer, and does something else meanwhile. */
const PATIENCE_MS = 500;
/** For room: limits by the second are waited for, since their windows are over sooner. */
const PATIENCE_FOR_ROOM_MS = 1_200;
/** Limits change rarely; asking for them costs some of them. */
const RENEWED_AT_MOST_EVERY_MS = 60_000;
/** After a postponed call's time has come it takes a moment until it is made. */
const POSTPONED_AND_MADE_MS = 5_000;

/** What the accounts behind one address share. */
export class AddressLimits {
  readonly book = new LimitBook('address');
  readonly line = new WaitingLine(({ isPause }) => (isPause ? PATIENCE_MS : PATIENCE_FOR_ROOM_MS));
  readonly pacer = new Pacer();
  #renewal: Promise<void> | undefined;
  #renewedAt = 0;
  #postponedUntil = 0;

  /** Notes that a call in the background is to come back later. */
  postpone(ms: number): void {
    this.#postponedUntil = Math.max(this.#postponedUntil, Date.now() + ms);
  }

  isPostponing(): boolean {
    return Date.now() < this.#postponedUntil + POSTPONED_AND_MADE_MS;
  }

  /**
   * Asks for the limits anew, once for everybody who is short of them.
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
      // Without an answer the limits stay what they were.
      this.#renewal = rules.renew().then(isOver, isOver);
    }
    await Promise.race([this.#renewal, sleep(PATIENCE_MS)]);
    return rules.limits() !== before;
  }
}
