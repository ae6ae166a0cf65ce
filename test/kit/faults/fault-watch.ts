import { expect } from 'vitest';
import { eventually } from '../eventually.js';

export interface SwitchedFault {
  readonly name: string;
  readonly hits: number;
}

/** Longer than any fault lasts. */
const ENDS_WITHIN_MS = 120_000;

/** Watches the switched-on faults of one account, so that the moment of their end is known. */
export class FaultWatch {
  readonly #timed = new Set<string>();
  readonly #hits = new Map<string, number>();
  #over: Promise<number> | undefined;

  constructor(private readonly active: () => Promise<readonly SwitchedFault[]>) {}

  /** Starts watching, after a fault was switched on; `isTimed` when it lasts a time, not a number of hits. */
  add(name: string, isTimed: boolean): void {
    if (isTimed) this.#timed.add(name);
    this.#over = this.#watch();
    this.#over.catch(() => undefined); // told to whoever asks
  }

  /** Returns when the last of them ended, or `undefined` when none was switched on. Waits for it. */
  async over(): Promise<number | undefined> {
    const overAt = await this.#over;
    // One that is spent by its hits is gone with the last of them; one that lasts a time must have hit.
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
        for (const { name, hits } of active) this.#hits.set(name, hits);
        return active.length === 0;
      },
      ENDS_WITHIN_MS,
    );
    return Date.now();
  }
}
