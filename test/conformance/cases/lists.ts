import { expect } from 'vitest';
import type { MarketName } from '../../../simulator/names.js';
import type { Desk } from '../../kit/desk/desk.js';
import { placeOutside } from '../../kit/desk/outside-order.js';
import { eventually } from '../../kit/eventually.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** Thousands of fills take a busy machine its time. */
const RECORDED_WITHIN_MS = 180_000;

/** Has the account compared again and again, with its lists of fills, until something holds. */
async function scanUntil(
  desk: Desk,
  what: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> {
  const comparedAndSo = async () =>
    (await desk.product.edge.sync(desk.accountId)).status === 200 && (await isSo());
  await eventually(what, comparedAndSo, RECORDED_WITHIN_MS);
}

/** Scans until orders have ended in FILLED. */
async function filledAll(desk: Desk, orders: readonly string[]): Promise<void> {
  await scanUntil(desk, 'the orders to be filled', async () => {
    const statuses = await Promise.all(orders.map((order) => desk.statusOf(order)));
    return statuses.every((status) => status === 'FILLED');
  });
}

/** More fills than a page of the exchange's lists holds: 1,000 on Binance, 100 elsewhere. */
function aboveAPage({ exchange }: Desk): number {
  return exchange === 'binance' ? 1_200 : 240;
}

const BINANCE_ID =
  'One id: `t` of a frame is `id` of the list (developers.binance.com, "User Data Streams", "Account Trade List")';
const BYBIT_ID =
  'One id: `execId` of a frame is `execId` of the list (bybit-exchange.github.io, "Execution", "Get Trade History")';
/** Where the stream and the reads name a fill by one id. */
const ONE_ID: Readonly<Partial<Record<MarketName, string>>> = {
  spot: BINANCE_ID,
  futures: BINANCE_ID,
  'bybit-spot': BYBIT_ID,
  'bybit-linear': BYBIT_ID,
};

/** Lists that are longer than a page, and what names things otherwise than another list. */
export const lists: readonly ConformanceCase[] = [
  {
    name: 'more fills than a page holds, and no frame of them, are read from first to last',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const order = await desk.alert({ ...desk.limit, quantity: '500' });
      await desk.placed(order);
      await desk.switchOn('stream-swallow', { execution: 'TRADE', forMs: 20_000 });
      const half = aboveAPage(desk) / 2;
      await desk.fill(order, { quantity: '250', fills: half });
      await desk.fill(order, { fills: half });
      await filledAll(desk, [order]);
      const [{ count } = { count: 0 }] = await desk.product.sql<{ count: number }[]>`
        select count(*)::int from trade_executions
        where client_order_id = ${order} and not is_inferred`;
      expect(count).toBe(aboveAPage(desk));
    },
  },
  {
    name: 'orders that others filled while no frame came are found in a long list',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      // The list is read from the first fill of ours on.
      const own = await desk.rest();
      await desk.fill(own);
      await desk.stands(own, 'FILLED');
      await desk.switchOn('stream-swallow', { forMs: 10_000 });
      for (let each = 0; each < 3; each += 1) {
        await desk.fill(await placeOutside(desk, { ...desk.limit, quantity: '200' }), {
          fills: aboveAPage(desk) / 3,
        });
      }
      await filledAll(desk, desk.outside);
    },
  },
  {
    name: 'orders without a client order id go by the exchange’s own, each by itself',
    async play(desk: Desk): Promise<void> {
      const { side, quantity, price } = desk.limit;
      const terms = { side: side.toUpperCase(), quantity, price, symbol: desk.restingMarketId };
      const place = async (): Promise<{ exchangeOrderId: string; orderId: number }> =>
        desk.control('outside-order', terms);
      const [first, second] = [await place(), await place()];
      const names = [first.exchangeOrderId, second.exchangeOrderId];
      desk.outside.push(...names);
      await scanUntil(desk, 'both to be adopted', async () => {
        const statuses = await Promise.all(names.map((name) => desk.statusOf(name)));
        return statuses.every((status) => status === 'NEW');
      });
      const [filled = '', cancelled = ''] = names;
      await desk.control('fill', { orderId: first.orderId, quantity: '0.4' });
      await desk.stands(filled, 'PARTIALLY_FILLED');
      expect(await desk.cancel(cancelled)).toBe(200);
      await desk.control('fill', { orderId: first.orderId });
      await desk.stands(filled, 'FILLED');
      await desk.stands(cancelled, 'CANCELLED');
    },
  },
  {
    name: 'fills that the stream names otherwise than the lists count once, twins twice',
    notThere: ONE_ID,
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.switchOn('stream-other-trade-ids', { forMs: 60_000 });
      await desk.fill(order, { quantity: '0.2' });
      await desk.stands(order, 'PARTIALLY_FILLED');
      // Fills of one command have one time, price and quantity.
      await desk.fill(order, { quantity: '0.6', fills: 3 });
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
      if (ONE_ID[desk.market] !== undefined) return;
      const { sql, accountId } = { sql: desk.product.sql, accountId: desk.accountId };
      await scanUntil(desk, 'each to be known by both ids', async () => {
        const rows = await sql`select 1 from trade_executions
          where account_id = ${accountId} and alias_trade_id is null
            and exchange_trade_id like 's-%'`;
        return rows.length === 0;
      });
      const told = await sql`select 1 from alerts
        where account_id = ${accountId} and code = 'FILL_DOUBTED'`;
      expect(told).toHaveLength(1);
    },
  },
];
