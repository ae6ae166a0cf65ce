import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { MarketName } from '../../../simulator/names.js';
import type { Delivery, Desk } from '../desk/desk.js';
import type { AlertOrder } from '../desk/plans.js';
import { eventually } from '../eventually.js';
import { expectLedgerEqualsTables } from '../ledger/expect-ledger.js';
import type { FaultRow } from '../tables/fault-table.js';

/** An alert with its identity, as its sender repeats it. */
type Alert = AlertOrder & { readonly id: string };

/** How long a busy machine may need until a first comparison has succeeded. */
const COMPARED_WITHIN_MS = 120_000;
/** Much longer than is allowed, so that a rehearsal that is too slow says how slow it was. */
const WAIT_FOR_MS = 120_000;
/** How long after an account's first comparison its books may lack something. */
const WHOLE_WITHIN_S = 30;

/** These exchanges change nothing of an order that is placed. */
const CANNOT_AMEND: readonly MarketName[] = ['upbit', 'bithumb'];

/** What a desk does before the backup, and after it, so that the backup lacks it. */
export class Rehearsal {
  readonly alerts: Alert[] = [];
  readonly #ids = new Map<string, string>();
  #measured: Promise<number> | undefined;

  constructor(readonly desk: Desk) {}

  async beforeBackup(): Promise<void> {
    for (const name of ['fills-later', 'goes-on', 'is-cancelled-later', 'rests-on']) {
      await this.#place(name);
    }
    await this.#fill('goes-on', '0.2');
  }

  async afterBackup(): Promise<void> {
    await this.#fill('fills-later');
    await this.#fill('goes-on', '0.3');
    await this.#cancel('is-cancelled-later');
    await this.#place('market', this.desk.marketOrder, 'FILLED');
    for (const name of ['new-and-filled', 'new-and-partial', 'new-and-cancelled', 'new']) {
      await this.#place(name);
    }
    await this.#fill('new-and-filled');
    if (!CANNOT_AMEND.includes(this.desk.market)) {
      // Binance's spot gives the order a new client id with it.
      await this.#place('amended-and-filled');
      await this.#amend('amended-and-filled');
      await this.#fill('amended-and-filled');
      await this.#place('amended-and-partial');
      await this.#amend('amended-and-partial');
      await this.#fill('amended-and-partial', '0.2');
    }
    await this.#fill('new-and-partial', '0.4');
    await this.#cancel('new-and-cancelled');
    await eventually('the books to know all of it', () => this.#isWhole());
  }

  /** Sends every alert again, as senders do that have no answer. */
  async repeatAlerts(): Promise<void> {
    await Promise.all(this.alerts.map((alert) => this.#deliver(alert)));
  }

  /** Begins to measure how long the books take. The database was put back just now. */
  watch(): void {
    this.#measured = this.#measure();
    this.#measured.catch(() => undefined); // whoever expects them to be whole is told
  }

  /**
   * Waits until the books are whole, and expects that they were 30 s after their first comparison
   * since the restore, and that they are now.
   *
   * @param row is given what was compared, and the seconds
   */
  async expectWhole(row: Partial<FaultRow> = {}): Promise<void> {
    const seconds = await this.#measured;
    if (seconds === undefined) throw new Error('no restore was watched');
    row.secondsUntilWhole = Math.max(row.secondsUntilWhole ?? 0, seconds);
    expect(
      seconds,
      `${this.desk.market}: seconds from the first comparison until whole`,
    ).toBeLessThan(WHOLE_WITHIN_S);
    await this.#becomesWhole();
    const { orders, fills } = await this.desk.ledger();
    row.orders = (row.orders ?? 0) + orders.length;
    row.fills = (row.fills ?? 0) + fills.length;
  }

  /** Resolves with the seconds from the first comparison until the books were whole. */
  async #measure(): Promise<number> {
    const { accountId, market, product } = this.desk;
    const restoredAt = Date.now();
    const comparedAt = await eventually(
      `${market} to be compared for the first time`,
      async () => {
        const [account] = await product.sql<{ at: string | null }[]>`
          select synced_at::text as at from accounts where id = ${accountId}`;
        const at = Date.parse(account?.at ?? '');
        return at > restoredAt && at;
      },
      COMPARED_WITHIN_MS,
    );
    await this.#becomesWhole();
    return Math.max(Date.now() - comparedAt, 0) / 1000;
  }

  async #becomesWhole(): Promise<void> {
    let problem: unknown;
    await eventually(
      `${this.desk.market} to be whole`,
      async () => {
        try {
          return await this.#isWhole();
        } catch (error) {
          problem = error;
          throw error;
        }
      },
      WAIT_FOR_MS,
    ).catch((error: unknown) => {
      throw problem ?? error;
    });
  }

  async #isWhole(): Promise<true> {
    const { desk } = this;
    const ledger = await desk.ledger();
    await expectLedgerEqualsTables(desk, ledger);
    const ids = ledger.orders.map(({ clientOrderId }) => clientOrderId).sort();
    expect(ids, 'one order an alert').toEqual([...this.#ids.values()].sort());
    return true;
  }

  async #place(name: string, order: AlertOrder = this.desk.limit, status = 'NEW'): Promise<void> {
    const alert = { ...order, id: `${name}-${randomBytes(4).toString('hex')}` };
    this.alerts.push(alert);
    const { clientOrderId = '' } = await this.#deliver(alert);
    this.#ids.set(name, clientOrderId);
    await this.desk.stands(clientOrderId, status);
  }

  /** Repeats an alert until it is answered: an edge whose connections end may start anew. */
  #deliver(alert: Alert): Promise<Delivery> {
    return eventually('an alert to be answered', async () => {
      const delivery = await this.desk.deliver(alert);
      return delivery.status < 500 && delivery;
    });
  }

  /** Repeats a cancel until it is answered. */
  async #cancel(name: string): Promise<void> {
    await eventually(`${name} to be cancelled`, async () => {
      return (await this.desk.cancel(this.#idOf(name))) < 500;
    });
  }

  #fill(name: string, quantity?: string): Promise<void> {
    return this.desk.fill(this.#idOf(name), quantity === undefined ? {} : { quantity });
  }

  async #amend(name: string): Promise<void> {
    const clientOrderId = this.#idOf(name);
    await this.desk.control('amend', { clientOrderId, quantity: '0.6' });
    await eventually('the amendment to be known', async () => {
      return (await this.desk.orderOf(clientOrderId))['quantity'] === '0.6';
    });
  }

  #idOf(name: string): string {
    return this.#ids.get(name) ?? '';
  }
}
