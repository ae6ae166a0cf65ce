import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { MarketName } from '../../../simulator/names.js';
import type { Desk } from '../desk/desk.js';
import type { AlertOrder } from '../desk/plans.js';
import { eventually } from '../eventually.js';
import { expectLedgerEqualsTables } from '../ledger/expect-ledger.js';

/** An alert with its identity, as its sender repeats it. */
type Alert = AlertOrder & { readonly id: string };

const WHOLE_WITHIN_MS = 90_000;

/** These exchanges change nothing of an order that is placed. */
const CANNOT_AMEND: readonly MarketName[] = ['upbit', 'bithumb'];

/** What a desk does before the backup, and after it, so that the backup lacks it. */
export class Rehearsal {
  readonly alerts: Alert[] = [];
  readonly #ids = new Map<string, string>();

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
    await this.desk.cancel(this.#idOf('is-cancelled-later'));
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
    await this.desk.cancel(this.#idOf('new-and-cancelled'));
    await eventually('the books to know all of it', () => this.#isWhole());
  }

  /** Sends every alert again, as senders do that have no answer. */
  async repeatAlerts(): Promise<void> {
    await Promise.all(this.alerts.map((alert) => this.desk.deliver(alert)));
  }

  async expectWhole(): Promise<void> {
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
      WHOLE_WITHIN_MS,
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
    const { clientOrderId = '' } = await this.desk.deliver(alert);
    this.#ids.set(name, clientOrderId);
    await this.desk.stands(clientOrderId, status);
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
