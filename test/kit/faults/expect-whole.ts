import type { Sql } from 'postgres';
import { expect } from 'vitest';
import { eventually } from '../eventually.js';
import { expectLedgerEqualsTables, type Ledger, type LedgerDesk } from '../ledger/expect-ledger.js';
import { EventListener, type ToldEvent } from '../events/returning-listener.js';
import type { RunningProduct } from '../product/running-product.js';
import { outboxIds, rowsOfDeliveries, rowsOfEndings } from './whole-rows.js';

const TELL_WITHIN_MS = 3_000;

export interface WholeDesk extends LedgerDesk {
  /** Client order ids that were given to the exchange behind our back. */
  readonly outside: readonly string[];
}

/**
 * The one check that every fault ends with.
 *
 * @throws an assertion's error that says what differs
 */
export async function expectWhole(
  product: RunningProduct,
  desk: WholeDesk,
  ledger: Ledger,
  listener: EventListener,
): Promise<void> {
  await expectLedgerEqualsTables(product.sql, desk, ledger);
  await expectOneOrderADelivery(product.sql, desk, ledger);
  await expectEvents(product, desk, listener);
}

/** Each accepted delivery has exactly one order on the exchange, or a failed order that says why not. */
async function expectOneOrderADelivery(sql: Sql, desk: WholeDesk, ledger: Ledger): Promise<void> {
  const { actual, expected } = await rowsOfDeliveries(sql, desk, ledger);
  expect(actual, 'orders on the exchange against accepted deliveries: one each').toEqual(expected);
}

async function expectEvents(
  product: RunningProduct,
  { accountId }: WholeDesk,
  connected: EventListener,
): Promise<void> {
  const { sql } = product;
  const ids = await outboxIds(sql);
  const fresh = new EventListener(() => `${product.edge()}/api/sse/events`, product.viewerToken);
  try {
    await expectComplete('a listener from the beginning', fresh, ids);
    await expectComplete('the listener that was connected all along', connected, ids);
    const mine = fresh.events.filter(({ data }) => data.accountId === accountId);
    const endings = await rowsOfEndings(sql, accountId, fresh.events);
    expect(endings.actual, 'terminal events against ended orders: one each').toEqual(
      endings.expected,
    );
    const created = idsOf(mine, (type) => type === 'order_created');
    expect(created, 'order_created at most once an order').toEqual([...new Set(created)]);
  } finally {
    fresh.close();
  }
}

/** Nothing missing, nothing twice, always rising: the ids up to the last known one are the outbox's. */
async function expectComplete(
  who: string,
  listener: EventListener,
  ids: readonly number[],
): Promise<void> {
  const last = ids.at(-1) ?? 0;
  await eventually(
    `${who} to be told of event ${last}`,
    () => last === 0 || listener.events.some(({ id }) => id >= last),
    TELL_WITHIN_MS,
  );
  const told = listener.events.map(({ id }) => id).filter((id) => id <= last);
  expect(told, `ids told to ${who} against order_events`).toEqual(ids);
}

function idsOf(events: readonly ToldEvent[], isWanted: (type: string) => boolean): string[] {
  return events
    .filter(({ type }) => isWanted(type))
    .map(({ data }) => data.clientOrderId)
    .sort();
}
