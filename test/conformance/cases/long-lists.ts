import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import { eventually } from '../../kit/eventually.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** More than a page of a list of open orders holds. Binance lists all on one. */
const MANY = { binance: 20, bybit: 60, upbit: 110, bithumb: 110 };
/** Each order gets a workflow, which takes a busy machine its time. */
const TRACKED_WITHIN_MS = 300_000;

/** Has the account compared until as many rows are there as there are orders. */
async function counted(desk: Desk, what: string, count: () => Promise<number>): Promise<void> {
  await eventually(
    what,
    async () => {
      await desk.product.edge.sync(desk.accountId);
      return (await count()) === MANY[desk.plan.exchange];
    },
    TRACKED_WITHIN_MS,
  );
}

/** Lists of orders that are longer than a page, which `lists` has for fills. */
export const longLists: readonly ConformanceCase[] = [
  {
    name: 'more open orders than a page holds are adopted, and found when they ended unseen',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const { sql } = desk.product;
      const many = MANY[desk.plan.exchange];
      const { side, price } = desk.limit;
      const terms = { side: side.toUpperCase(), quantity: '0.1', price };
      for (let each = 0; each < many; each += 1) {
        const clientOrderId = `byhand-${desk.accountId}-${each}`;
        await desk.control('outside-order', {
          clientOrderId,
          symbol: desk.restingMarketId,
          ...terms,
        });
        desk.outside.push(clientOrderId);
      }
      await counted(desk, 'all to be adopted', async () => {
        const rows = await sql`select 1 from open_orders where account_id = ${desk.accountId}`;
        return rows.length;
      });
      await desk.switchOn('stream-swallow', { forMs: 10_000 });
      for (const [index, clientOrderId] of desk.outside.entries()) {
        await desk.control(index % 2 === 0 ? 'fill' : 'cancel', { clientOrderId });
      }
      await counted(desk, 'all to have ended', async () => {
        const rows = await sql`
          select 1 from trades where account_id = ${desk.accountId}
          union all select 1 from failed_orders where account_id = ${desk.accountId}`;
        return rows.length;
      });
      const trades = await sql`select 1 from trades where account_id = ${desk.accountId}`;
      expect(trades).toHaveLength(many / 2);
    },
  },
];
