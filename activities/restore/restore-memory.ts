import { highest, type Marks } from '../../src/domain/marks.js';

/**
 * What this process has seen of the database. The sweep's workflow has another memory of it, which
 * outlives all processes: this one begins with that.
 */
export class RestoreMemory {
  #seen: Marks = {};
  #isBegun = false;
  #asked: Promise<void> | undefined;
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
   */
  async askOnce(ask: () => Promise<void>): Promise<void> {
    this.#asked ??= ask();
    try {
      await this.#asked;
    } catch (error) {
      this.#asked = undefined;
      throw error;
    }
  }

  note(marks: Marks): void {
    this.#seen = highest(this.#seen, marks);
  }
}
