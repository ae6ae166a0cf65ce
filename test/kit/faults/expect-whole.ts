import { expect } from 'vitest';
import type { VenueLedger } from '../../../src/demo/venue-control.js';
import type { Desk } from '../desk/desk.js';
import { ReturningListener } from '../events/returning-listener.js';
import type { TestListener } from '../events/test-listener.js';
import { eventually } from '../eventually.js';
import {
  createdOrders,
  endingsOfOrders,
  idBeforeEvents,
  ordersOfDeliveries,
  outboxIds,
} from '../ledger/deliveries-and-endings.js';
import { expectLedgerEqualsTables } from '../ledger/expect-ledger.js';

const HEARD_WITHIN_MS = 3_000;

/**
 * The common check at the end of every fault: ledger and tables, deliveries and orders, events and
 * orders.
 *
 * @param ledgers the exchange's ledger of each desk
 * @param connected a listener that has listened throughout the fault
 * @throws an assertion's error that describes the difference
 */
export async function expectWhole(
  ledgers: ReadonlyMap<Desk, VenueLedger>,
  connected: TestListener,
): Promise<void> {
  for (const [desk, ledger] of ledgers) {
    await expectLedgerEqualsTables(desk, ledger);
    await expectOneOrderADelivery(desk, ledger);
  }
  await expectEvents([...ledgers.keys()], connected);
}

/**
 * Expects exactly one order on the exchange for each accepted delivery, or a failed order that
 * gives the reason.
 */
async function expectOneOrderADelivery(desk: Desk, ledger: VenueLedger): Promise<void> {
  const { actual, expected } = await ordersOfDeliveries(desk.product.sql, desk, ledger);
  expect(actual, 'orders on the exchange against accepted deliveries: one each').toEqual(expected);
}

async function expectEvents(desks: readonly Desk[], connected: TestListener): Promise<void> {
  const [first] = desks;
  if (!first) return;
  const { sql, edge } = first.product;
  const accountIds = desks.map(({ accountId }) => accountId);
  // What came before concerns others, and they have looked at it.
  const after = await idBeforeEvents(sql, accountIds);
  const ids = await outboxIds(sql, after);
  const fresh = new ReturningListener(() => edge.origin, edge.tokens.viewer, after);
  try {
    await expectComplete('a listener that comes later', fresh, ids);
    await expectComplete('the listener that was connected all along', connected, ids);
    for (const accountId of accountIds) {
      const endings = await endingsOfOrders(sql, accountId, fresh.events);
      expect(endings.actual, 'terminal events against ended orders: one each').toEqual(
        endings.expected,
      );
      const created = createdOrders(accountId, fresh.events);
      expect(created, 'order_created at most once an order').toEqual([...new Set(created)]);
    }
  } finally {
    fresh.close();
  }
}

/** Expects a listener to have received all events of the outbox once, with rising ids. */
async function expectComplete(
  who: string,
  listener: TestListener,
  ids: readonly number[],
): Promise<void> {
  const [first = 0] = ids;
  const last = ids.at(-1) ?? 0;
  await eventually(
    `${who} to hear event ${last}`,
    () => last === 0 || listener.ids().some((id) => id >= last),
    HEARD_WITHIN_MS,
  );
  const heard = listener.ids().filter((id) => id >= first && id <= last);
  expect(heard, `ids that ${who} heard, against order_events`).toEqual(ids);
}
