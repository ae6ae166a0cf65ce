import { setTimeout as sleep } from 'node:timers/promises';
import { highest, type Marks } from '../../src/domain/marks.js';

/** Whoever waits for the workflows' answers has other things to do as well. */
const WAIT_FOR_ANSWERS_MS = 3_000;
/** When they cannot be asked, nothing is to wait for that. */
const ASK_AGAIN_AFTER_MS = 30_000;

/**
 * What this process has seen of the database. The sweep's workflow has another memory of it, which
 * outlives all processes: this one begins with that.
 */
export class RestoreMemory {
  #seen: Marks = {};
  #isBegun = false;
  #asked: Promise<void> | undefined;
  #askAgainAt = Infinity;
  /** Whether a restore was noticed after which nothing was repaired yet. */
  isRepairOwed = false;

  /** @param remember returns what the sweep's workflow has seen */
  constructor(private readonly remember: () => Promise<Marks>) {}

  /** Returns the highest marks that were seen. */
  async marks(): Promise<Marks> {
    if (!this.#isBegun) {
      this.note(await this.remember());
      this.#isBegun = true;
    }
    return this.#seen;
  }

  /**
   * Has the workflows asked whether they know more than the database, once for this process:
   * afterwards it remembers by itself.
   *
   * @param ask never fails: resolves with whether they could be asked
   * @returns `false` while the answers are still awaited
   */
  async askOnce(ask: () => Promise<boolean>): Promise<boolean> {
    if (Date.now() > this.#askAgainAt) this.#asked = undefined;
    this.#asked ??= this.#ask(ask);
    const late = sleep(WAIT_FOR_ANSWERS_MS, false, { ref: false });
    return Promise.race([this.#asked.then(() => true), late]);
  }

  async #ask(ask: () => Promise<boolean>): Promise<void> {
    this.#askAgainAt = Infinity;
    if (!(await ask())) this.#askAgainAt = Date.now() + ASK_AGAIN_AFTER_MS;
  }

  note(marks: Marks): void {
    this.#seen = highest(this.#seen, marks);
  }
}
