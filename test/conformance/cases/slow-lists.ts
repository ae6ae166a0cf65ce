import { expect } from 'vitest';
import type { MarketName } from '../../../simulator/names.js';
import type { Desk } from '../../kit/desk/desk.js';
import { eventually } from '../../kit/eventually.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** Just within the time in which a read must be answered. */
const PAGE_AFTER_MS = 4_500;
const SLOW_FOR_MS = 100_000;
/** A comparison may wait for one step of the account, which takes 45 s at most. */
const COMPARED_WITHIN_MS = 60_000;
const RECORDED_WITHIN_MS = 300_000;
/** Of one control call, at most. */
const FILLS_AT_ONCE = 1_000;

const ONE_ANSWER = 'No pages: an order is answered with all its fills';
/** Where the fills of an order do not come in pages. */
const NO_PAGES: Readonly<Partial<Record<MarketName, string>>> = {
  upbit: `${ONE_ANSWER} (docs.upbit.com, "Get Order")`,
  bithumb: `${ONE_ANSWER} (apidocs.bithumb.com, "개별 주문 조회")`,
};

/** As many fills as take over 45 s to read: of pages of 1,000 on Binance, of 100 elsewhere. */
function fillsOfManyPages({ exchange }: Desk): number {
  return exchange === 'binance' ? 10_500 : 1_200;
}

/** Returns how long ago the account's open orders were last compared, in milliseconds. */
async function comparedAgoMs(desk: Desk): Promise<number> {
  const [row] = await desk.product.sql<{ ago: number }[]>`
    select (extract(epoch from now() - synced_at) * 1000)::float as ago
    from accounts where id = ${desk.accountId}`;
  return row?.ago ?? Infinity;
}

/** Lists whose pages come slowly. */
export const slowLists: readonly ConformanceCase[] = [
  {
    name: 'fills whose pages take longer than a step has keep nothing else waiting',
    isSlow: true,
    notThere: NO_PAGES,
    async play(desk: Desk): Promise<void> {
      // The account's list is read from the first fill of ours on.
      const first = await desk.rest();
      await desk.fill(first);
      await desk.stands(first, 'FILLED');
      const long = await desk.alert({ ...desk.limit, quantity: '525' });
      const other = await desk.rest();
      await desk.stands(long, 'NEW');
      await desk.switchOn('stream-swallow', { execution: 'TRADE', forMs: 60_000 });
      const path = desk.plan.paths.trades;
      const slow = { method: 'GET', path, ms: PAGE_AFTER_MS, forMs: SLOW_FOR_MS };
      await desk.switchOn('delay-answer', slow);
      const count = fillsOfManyPages(desk);
      for (let left = count; left > 0; left -= FILLS_AT_ONCE) {
        const fills = Math.min(left, FILLS_AT_ONCE);
        await desk.fill(long, { quantity: String(fills * (525 / count)), fills });
      }
      await desk.fill(other, { fills: 2 });
      let longest = 0;
      const isFilled = async (order: string): Promise<boolean> => {
        longest = Math.max(longest, await comparedAgoMs(desk));
        return (await desk.statusOf(order)) === 'FILLED';
      };
      const over = desk.faults.over();
      await eventually('the other order to be filled', () => isFilled(other), SLOW_FOR_MS / 2);
      await eventually('the fills to be recorded', () => isFilled(long), RECORDED_WITHIN_MS);
      await over;
      expect(longest, 'ms without a comparison').toBeLessThan(COMPARED_WITHIN_MS);
      await eventually(
        'each fill to be recorded once',
        async () => {
          const rows = await desk.product.sql`select 1 from trade_executions
            where client_order_id = ${long} and not is_inferred`;
          return rows.length === count;
        },
        RECORDED_WITHIN_MS,
      );
    },
  },
];
