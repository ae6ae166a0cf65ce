import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import { adopted } from '../../kit/desk/own-market.js';
import { NO_REPLACEMENT, replaceOrder } from '../../kit/desk/replace-order.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** Expects the old order to have ended with its part, and the new one to live on with the rest. */
async function livesOn(desk: Desk, old: string, next: string): Promise<void> {
  await desk.stands(old, 'CANCELLED');
  expect(await desk.orderOf(old)).toMatchObject({ filledQuantity: '0.4', quantity: '1' });
  await adopted(desk, next);
  await desk.fill(next, { quantity: '0.2' });
  await desk.stands(next, 'PARTIALLY_FILLED');
  await desk.fill(next, { fills: 2 });
  await desk.stands(next, 'FILLED');
  expect(await desk.orderOf(next)).toMatchObject({ filledQuantity: '0.6', quantity: '0.6' });
  const rows = await desk.product.sql<{ order: string; fills: number; quantity: string }[]>`
    select client_order_id as order, count(*)::int as fills,
           trim_scale(sum(execution_quantity))::text as quantity
    from trade_executions where account_id = ${desk.accountId} group by 1`;
  expect(new Map(rows.map(({ order, ...sum }) => [order, sum]))).toEqual(
    new Map([
      [old, { fills: 2, quantity: '0.4' }],
      [next, { fills: 3, quantity: '0.6' }],
    ]),
  );
}

/** Orders whose owner ends them on the exchange and places another one in the same call. */
export const replaced: readonly ConformanceCase[] = [
  {
    name: 'replaced by its owner: it ends with what it filled, and the new order is adopted',
    notThere: NO_REPLACEMENT,
    async play(desk: Desk): Promise<void> {
      const old = await desk.rest();
      await desk.fill(old, { quantity: '0.4', fills: 2 });
      await desk.stands(old, 'PARTIALLY_FILLED');
      const next = await replaceOrder(desk, old, { rest: '0.6', price: desk.limit.price ?? '' });
      await livesOn(desk, old, next);
    },
  },
  {
    name: 'replaced after fills of which no frame came: each counts with its own order',
    notThere: NO_REPLACEMENT,
    async play(desk: Desk): Promise<void> {
      const old = await desk.rest();
      await desk.switchOn('stream-swallow', { forMs: 3_000 });
      await desk.fill(old, { quantity: '0.4', fills: 2 });
      const next = await replaceOrder(desk, old, { rest: '0.6', price: desk.limit.price ?? '' });
      await desk.product.edge.sync(desk.accountId);
      await livesOn(desk, old, next);
    },
  },
];
