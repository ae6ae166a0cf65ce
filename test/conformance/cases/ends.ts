import { expect } from 'vitest';
import { eventually } from '../../kit/eventually.js';
import type { Desk } from '../../kit/desk/desk.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** Submissions, and every way in which an order ends. */
export const ends: readonly ConformanceCase[] = [
  {
    name: 'a limit order rests as it was asked for',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      const { orders } = await desk.ledger();
      expect(orders).toMatchObject([
        {
          clientOrderId: order,
          side: 'BUY',
          type: 'LIMIT',
          status: 'NEW',
          quantity: desk.limit.quantity,
          price: desk.limit.price,
        },
      ]);
    },
  },
  {
    name: 'market orders fill, a purchase and a sale',
    async play(desk: Desk): Promise<void> {
      const bought = await desk.alert(desk.marketOrder);
      const sold = await desk.alert({ ...desk.marketOrder, side: 'sell' });
      await desk.stands(bought, 'FILLED');
      await desk.stands(sold, 'FILLED');
    },
  },
  {
    name: 'partial fills add up to FILLED',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.3', fills: 2 });
      await desk.stands(order, 'PARTIALLY_FILLED');
      await desk.fill(order, { fills: 3 });
      await desk.stands(order, 'FILLED');
      expect((await desk.ledger()).fills).toHaveLength(5);
    },
  },
  {
    name: 'cancelled by us with nothing filled',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      expect(await desk.cancel(order)).toBe(200);
      await desk.stands(order, 'CANCELLED');
    },
  },
  {
    name: 'cancelled by us with a part filled',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.4', fills: 2 });
      expect(await desk.cancel(order)).toBe(200);
      await desk.stands(order, 'CANCELLED');
      expect(await desk.orderOf(order)).toMatchObject({ filledQuantity: '0.4' });
    },
  },
  {
    name: 'cancelled on the exchange, one with a part filled',
    async play(desk: Desk): Promise<void> {
      const orders = [await desk.rest(), await desk.rest()];
      const [untouched = '', partly = ''] = orders;
      await desk.fill(partly, { quantity: '0.4' });
      for (const clientOrderId of orders) await desk.control('cancel', { clientOrderId });
      await desk.stands(untouched, 'CANCELLED');
      await desk.stands(partly, 'CANCELLED');
    },
  },
  {
    name: 'ended by the exchange of its own',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.2' });
      await desk.control('expire', { clientOrderId: order });
      await eventually('the order to end', async () =>
        ['EXPIRED', 'CANCELLED'].includes(await desk.statusOf(order)),
      );
    },
  },
  {
    name: 'IOC without a counterparty ends at once',
    async play(desk: Desk): Promise<void> {
      const order = await desk.alert({ ...desk.limit, timeInForce: 'IOC' });
      await eventually('the order to end', async () =>
        ['EXPIRED', 'CANCELLED'].includes(await desk.statusOf(order)),
      );
    },
  },
  {
    name: 'refused for want of funds, in the exchange’s words',
    async play(desk: Desk): Promise<void> {
      const { apiKey, secret, market } = desk;
      const balances = Object.fromEntries(
        Object.keys(desk.plan.balances).map((asset) => [asset, '0']),
      );
      await desk.control('accounts', { apiKey, secret, market, balances });
      const order = await desk.alert(desk.limit);
      await desk.stands(order, 'REJECTED');
      const [failed] = await desk.product.sql<{ reason: string }[]>`
        select reason from failed_orders where client_order_id = ${order}`;
      expect(failed?.reason).toMatch(/balance|margin|insufficient|funds|not enough/i);
    },
  },
  {
    name: 'a cancel that loses its race leaves FILLED',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.switchOn('delay-request', { ...desk.plan.cancel, ms: 700, times: 1 });
      const cancelling = desk.cancel(order);
      await desk.fill(order, { fills: 2 });
      expect([200, 409]).toContain(await cancelling);
      await desk.stands(order, 'FILLED');
    },
  },
];
