import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import { accepted, listMarket } from '../../kit/desk/own-market.js';
import { eventually } from '../../kit/eventually.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** An order ends when the exchange has not known it for 40 s in this suite. */
const ENDED_WITHIN_MS = 160_000;

async function ends(desk: Desk, order: string): Promise<void> {
  await eventually(
    'the order to end',
    async () => (await desk.statusOf(order)) === 'CANCELLED',
    ENDED_WITHIN_MS,
  );
}

async function expectTold(desk: Desk, order: string): Promise<void> {
  const told = await desk.product.sql`
    select 1 from alerts where code = 'ORDER_FORGOTTEN' and client_order_id = ${order}`;
  expect(told.length, 'operator alerts').toBeGreaterThan(0);
}

/** Orders that the exchange does not know any more. */
export const forgotten: readonly ConformanceCase[] = [
  {
    name: 'forgotten by the exchange: it ends when answers agree, and an operator is told',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.control('forget', { clientOrderId: order });
      await ends(desk, order);
      await expectTold(desk, order);
      const [failed] = await desk.product.sql<{ code: string; reason: string }[]>`
        select code, reason from failed_orders where client_order_id = ${order}`;
      expect(failed).toMatchObject({ code: 'ORDER_FORGOTTEN' });
      expect(failed?.reason).toContain('does not know it any more');
    },
  },
  {
    name: 'forgotten with its market, which is delisted: it ends',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const market = await listMarket(desk);
      const order = await accepted(desk, market.limit);
      await desk.stands(order, 'NEW');
      await market.change({ state: 'unlisted' });
      await desk.control('forget', { clientOrderId: order });
      await ends(desk, order);
      await expectTold(desk, order);
    },
  },
  {
    name: 'lost right after its acknowledgement, before any frame: it ends',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      await desk.switchOn('stream-swallow', { forMs: 10_000 });
      const order = await desk.alert();
      await desk.placed(order);
      await desk.control('forget', { clientOrderId: order });
      await ends(desk, order);
    },
  },
  {
    name: 'forgotten when it has filled in part: what filled stays',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.4' });
      await desk.stands(order, 'PARTIALLY_FILLED');
      await desk.control('forget', { clientOrderId: order });
      await ends(desk, order);
      await expectTold(desk, order);
    },
  },
  {
    name: 'forgotten, and cancelled by an operator: the cancel ends it',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.control('forget', { clientOrderId: order });
      // The first cancels may come too soon: reads may lag. One of them ends it.
      await eventually(
        'a cancel to be answered',
        async () => [200, 409].includes(await desk.cancel(order)),
        ENDED_WITHIN_MS,
      );
      await ends(desk, order);
    },
  },
  {
    name: 'not known for some seconds only: it goes on',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.switchOn('not-found-after-create', { ms: 600_000, forMs: 15_000 });
      await eventually('it is missed', async () => {
        const [row] = await desk.product.sql<{ missing: boolean }[]>`
          select missing_since is not null as missing from open_orders
          where client_order_id = ${order}`;
        return row?.missing;
      });
      await eventually(
        'it is found again',
        async () => {
          const [row] = await desk.product.sql<{ found: boolean }[]>`
            select missing_since is null as found from open_orders
            where client_order_id = ${order}`;
          return row?.found;
        },
        ENDED_WITHIN_MS,
      );
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  },
];
