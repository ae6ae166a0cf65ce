import { expect } from 'vitest';
import { eventually } from '../../kit/eventually.js';
import { AMENDS, notAmendable } from '../../kit/desk/amends.js';
import type { Desk } from '../../kit/desk/desk.js';
import { placeOutside } from '../../kit/desk/outside-order.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

type Terms = { readonly quantity?: string; readonly price?: string };

/** Amends an order as its owner does on the exchange's own page. */
async function amend(desk: Desk, clientOrderId: string, terms: Terms): Promise<void> {
  await desk.control('amend', { clientOrderId, ...terms });
}

/** Waits until the product reports these terms of an order. */
async function asks(desk: Desk, clientOrderId: string, terms: Terms): Promise<void> {
  await eventually(`order ${clientOrderId} to ask for ${JSON.stringify(terms)}`, async () => {
    const order = await desk.orderOf(clientOrderId);
    return Object.entries(terms).every(([name, value]) => order[name] === value);
  });
}

/** Expects an order to have been amended this many times, as listeners hear it. */
async function expectAmendedEvents(desk: Desk, clientOrderId: string, times = 1): Promise<void> {
  const rows = await desk.product.sql`
    select data ->> 'quantity' as quantity from order_events
    where account_id = ${desk.accountId} and client_order_id = ${clientOrderId}
      and type = 'order_amended'`;
  expect(rows, 'order_amended').toHaveLength(times);
}

async function expectNoOverfill(desk: Desk): Promise<void> {
  const rows = await desk.product.sql`
    select message from alerts where account_id = ${desk.accountId} and code = 'OVERFILL'`;
  expect(rows, 'alerts of more filled than ordered').toEqual([]);
}

/** A case on the markets that allow an amendment, and that which the others do instead. */
function amendment(
  name: string,
  needs: 'all' | 'reduce',
  play: (desk: Desk) => Promise<void>,
  isSlow = false,
): ConformanceCase {
  return {
    name,
    isSlow,
    notThere: notAmendable(needs),
    async play(desk: Desk): Promise<void> {
      const allows = AMENDS[desk.market];
      if (allows === 'all' || allows === needs) await play(desk);
      else await refusesAmendment(desk, needs);
      await expectNoOverfill(desk);
    },
  };
}

/** Where it cannot be amended, an order stays as it was, and no terms are made up for it. */
async function refusesAmendment(desk: Desk, needs: 'all' | 'reduce'): Promise<void> {
  const order = await desk.rest();
  const terms = { quantity: needs === 'all' ? '2' : '0.5' };
  await expect(amend(desk, order, terms)).rejects.toThrow(/NOT_AMENDABLE/);
  await desk.fill(order, { quantity: '0.4', fills: 2 });
  await desk.stands(order, 'PARTIALLY_FILLED');
  await desk.fill(order);
  await desk.stands(order, 'FILLED');
  await expectAmendedEvents(desk, order, 0);
}

/** Orders whose owner changes them on the exchange while they are tracked. */
export const amendments: readonly ConformanceCase[] = [
  amendment('an order raised on the exchange lives on to its new quantity', 'all', async (desk) => {
    const order = await desk.rest();
    await amend(desk, order, { quantity: '2' });
    await asks(desk, order, { quantity: '2' });
    await desk.fill(order, { quantity: '1', fills: 2 });
    await desk.stands(order, 'PARTIALLY_FILLED');
    await desk.fill(order);
    await desk.stands(order, 'FILLED');
    await expectAmendedEvents(desk, order);
  }),
  amendment(
    'an order reduced on the exchange is full at its new quantity',
    'reduce',
    async (desk) => {
      const order = await desk.rest();
      await amend(desk, order, { quantity: '0.6' });
      await asks(desk, order, { quantity: '0.6' });
      await desk.fill(order, { fills: 2 });
      await desk.stands(order, 'FILLED');
      await expectAmendedEvents(desk, order);
    },
  ),
  amendment('an order moved to another price asks for that one', 'all', async (desk) => {
    const order = await desk.rest();
    await amend(desk, order, { price: '2300' });
    await asks(desk, order, { price: '2300', quantity: '1' });
    await desk.fill(order);
    await desk.stands(order, 'FILLED');
    await expectAmendedEvents(desk, order);
  }),
  amendment('an order raised after a part of it filled', 'all', async (desk) => {
    const order = await desk.rest();
    await desk.fill(order, { quantity: '0.4' });
    await amend(desk, order, { quantity: '1.5', price: '2350' });
    await asks(desk, order, { quantity: '1.5', price: '2350' });
    await desk.fill(order, { quantity: '0.6' });
    await desk.fill(order, { quantity: '0.2' });
    await desk.stands(order, 'PARTIALLY_FILLED');
    await desk.fill(order);
    await desk.stands(order, 'FILLED');
    await expectAmendedEvents(desk, order);
  }),
  amendment('an order reduced after a part of it filled', 'reduce', async (desk) => {
    const order = await desk.rest();
    await desk.fill(order, { quantity: '0.4' });
    await amend(desk, order, { quantity: '0.5' });
    await asks(desk, order, { quantity: '0.5' });
    await desk.fill(order);
    await desk.stands(order, 'FILLED');
  }),
  amendment(
    'an order reduced to what has filled ends, or stays as it was',
    'reduce',
    async (desk) => {
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.4' });
      await desk.stands(order, 'PARTIALLY_FILLED');
      if (desk.market === 'futures') {
        await amend(desk, order, { quantity: '0.4' });
        return desk.stands(order, 'CANCELLED');
      }
      await expect(amend(desk, order, { quantity: '0.4' })).rejects.toThrow(/BELOW_FILLED/);
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  ),
  amendment(
    'an amended order can be cancelled, and keeps what it asked for last',
    'reduce',
    async (desk) => {
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.3' });
      await amend(desk, order, { quantity: '0.7' });
      await asks(desk, order, { quantity: '0.7' });
      expect(await desk.cancel(order)).toBe(200);
      await desk.stands(order, 'CANCELLED');
      expect(await desk.orderOf(order)).toMatchObject({ quantity: '0.7', filledQuantity: '0.3' });
    },
  ),
  amendment('an order amended and filled while the stream was away', 'reduce', async (desk) => {
    const [filled, cancelled] = [await desk.rest(), await desk.rest()];
    await desk.control('stream/drop', { refuseForMs: 1_500 });
    for (const order of [filled, cancelled]) await amend(desk, order, { quantity: '0.8' });
    await desk.fill(filled, { fills: 2 });
    await desk.control('cancel', { clientOrderId: cancelled });
    await desk.connected();
    await desk.stands(filled, 'FILLED');
    await desk.stands(cancelled, 'CANCELLED');
    await expectAmendedEvents(desk, filled);
  }),
  amendment(
    'an amendment of which no frame came is found by REST',
    'reduce',
    async (desk) => {
      const order = await desk.rest();
      await desk.switchOn('stream-swallow', { execution: 'AMENDED', times: 1 });
      await amend(desk, order, { quantity: '0.8' });
      await asks(desk, order, { quantity: '0.8' });
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
      await expectAmendedEvents(desk, order);
    },
    true,
  ),
  amendment(
    'an amendment is not undone by reads that lag behind the stream',
    'reduce',
    async (desk) => {
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.2' });
      await desk.stands(order, 'PARTIALLY_FILLED');
      await desk.switchOn('rest-lag', { ms: 2_000, forMs: 5_000 });
      await amend(desk, order, { quantity: '0.8' });
      await asks(desk, order, { quantity: '0.8' });
      await desk.fill(order, { quantity: '0.3' });
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
      await expectAmendedEvents(desk, order);
    },
  ),
  amendment(
    'frames of amendment and fill that come twice and out of turn',
    'reduce',
    async (desk) => {
      const order = await desk.rest();
      await desk.switchOn('stream-duplicate', { times: 2 });
      await amend(desk, order, { quantity: '0.9' });
      await desk.switchOn('stream-reorder', { times: 4, ms: 500 });
      await desk.fill(order, { quantity: '0.3' });
      await amend(desk, order, { quantity: '0.7' });
      await desk.fill(order, { quantity: '0.1' });
      await asks(desk, order, { quantity: '0.7' });
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  ),
  amendment('an adopted order that is amended', 'reduce', async (desk) => {
    await placeOutside(desk, desk.limit);
    const [order = ''] = desk.outside;
    await desk.product.edge.sync(desk.accountId);
    await amend(desk, order, { quantity: '0.8' });
    await asks(desk, order, { quantity: '0.8' });
    await desk.fill(order, { quantity: '0.5' });
    await desk.fill(order);
    await desk.stands(order, 'FILLED');
    await expectAmendedEvents(desk, order);
  }),
  amendment(
    'an order that was amended before it is adopted has its terms of then',
    'all',
    async (desk) => {
      await placeOutside(desk, desk.limit);
      const [order = ''] = desk.outside;
      await amend(desk, order, { quantity: '0.8' });
      await desk.product.edge.sync(desk.accountId);
      const [listed] = (await desk.ledger()).orders;
      await eventually('its adoption', async () => {
        const [row] = await desk.product.sql`
        select quantity::text from open_orders
        where account_id = ${desk.accountId} and exchange_order_id = ${listed?.exchangeOrderId ?? ''}`;
        return row?.['quantity'] === '0.8';
      });
      await desk.control('cancel', { clientOrderId: order });
    },
  ),
  amendment(
    'an order is found under every client id that an amendment gave it',
    'reduce',
    async (desk) => {
      const order = await desk.rest();
      await amend(desk, order, { quantity: '0.8' });
      await asks(desk, order, { quantity: '0.8' });
      const [listed] = (await desk.ledger()).orders;
      const current = listed?.currentClientOrderId ?? '';
      expect(current === order).toBe(desk.market !== 'spot');
      for (const name of [order, current]) {
        expect(await desk.orderOf(name)).toMatchObject({ clientOrderId: order, quantity: '0.8' });
      }
      expect(await desk.cancel(current)).toBe(200);
      await desk.stands(order, 'CANCELLED');
    },
  ),
];
