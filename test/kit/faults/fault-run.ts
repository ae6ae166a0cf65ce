import { expect } from 'vitest';
import type { VenueLedger } from '../../../src/demo/venue-control.js';
import type { Desk } from '../desk/desk.js';
import type { TestListener } from '../events/test-listener.js';
import { eventually } from '../eventually.js';
import type { FaultRow } from '../tables/fault-table.js';
import { expectWhole } from './expect-whole.js';

const WHOLE_WITHIN_MS = 30_000;

/** One fault from its beginning to the check that everything is whole again. */
export class FaultRun {
  #overAt: number | undefined;

  constructor(
    private readonly row: FaultRow,
    readonly desks: Desk[],
    private readonly listener: TestListener,
    private readonly withinMs = WHOLE_WITHIN_MS,
  ) {}

  /** Marks the fault as ended now, if it is not one that the exchange switches off. */
  over(at = Date.now()): void {
    this.#overAt = at;
  }

  /**
   * Waits for the fault's end, and then until everything agrees; see {@link expectWhole}.
   *
   * @throws what still differs when that takes too long: 30 s after a fault's end
   */
  async expectWhole(): Promise<void> {
    const overAt = this.#overAt ?? (await this.#switchedOff());
    let problem: unknown;
    try {
      await eventually(
        'everything to agree',
        async () => {
          await this.#check().catch((error: unknown) => {
            problem = error;
            throw error;
          });
          return true;
        },
        Math.max(overAt + this.withinMs - Date.now(), 0),
      );
    } catch {
      throw problem;
    }
    const seconds = Math.max(Date.now() - overAt, 0) / 1000;
    this.row.secondsUntilWhole = Math.max(this.row.secondsUntilWhole ?? 0, seconds);
    expect(seconds, 'seconds until whole').toBeLessThan(this.withinMs / 1000);
  }

  async #switchedOff(): Promise<number> {
    const ends = await Promise.all(this.desks.map(({ faults }) => faults.over()));
    const known = ends.filter((end) => end !== undefined);
    if (known.length === 0) throw new Error('no fault was switched on, and none said to be over');
    return Math.max(...known);
  }

  async #check(): Promise<void> {
    const ledgers = new Map<Desk, VenueLedger>();
    let [orders, fills] = [0, 0];
    for (const desk of this.desks) {
      const ledger = await desk.ledger();
      ledgers.set(desk, ledger);
      orders += ledger.orders.length;
      fills += ledger.fills.length;
    }
    Object.assign(this.row, { orders, fills });
    await expectWhole(ledgers, this.listener);
  }
}
