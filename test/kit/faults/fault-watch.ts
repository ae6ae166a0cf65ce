import { expect } from 'vitest';
import type { SwitchedFault } from '../control/simulator-control.js';
import { eventually } from '../eventually.js';

/** Longer than any fault lasts. */
const ENDS_WITHIN_MS = 120_000;

/** Watches the active faults of one account, so that the time of their end is known. */
export class FaultWatch {
  readonly #timed = new Set<string>();
  readonly #hits = new Map<string, number>();
  #over: Promise<number> | undefined;

  constructor(private readonly active: () => Promise<readonly SwitchedFault[]>) {}

  /**
   * Starts watching, after a fault was switched on.
   *
   * @param isTimed whether it lasts for a time rather than for a number of hits
   */
  add(name: string, isTimed: boolean): void {
    if (isTimed) this.#timed.add(name);
    this.#over = this.#watch();
    this.#over.catch(() => undefined); // over() reports the error
  }

  /**
   * Waits until the last fault has ended. Returns when that was, or `undefined` if there was none.
   */
  async over(): Promise<number | undefined> {
    const overAt = await this.#over;
    // A fault that is counted in hits ends after the last. A timed one must have taken effect too.
    for (const name of this.#timed) {
      expect(this.#hits.get(name) ?? 0, `times that "${name}" was felt`).toBeGreaterThan(0);
    }
    return overAt;
  }

  async #watch(): Promise<number> {
    await eventually(
      'the exchange to end its faults',
      async () => {
        const active = await this.active();
        for (const { name, hits } of active) this.#note(name, hits);
        return active.length === 0;
      },
      ENDS_WITHIN_MS,
    );
    return Date.now();
  }

  /** Several faults may have one name: one for each of two paths, of which only one is asked. */
  #note(name: string, hits: number): void {
    this.#hits.set(name, Math.max(this.#hits.get(name) ?? 0, hits));
  }
}
