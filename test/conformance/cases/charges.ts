import type { MarketName } from '../../../simulator/names.js';
import type { Desk } from '../../kit/desk/desk.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

const BINANCE_FEE =
  'A fill has one `commission` in one `commissionAsset` (developers.binance.com, "Account Trade List")';

/** Where a fill costs its fee and nothing else. */
const ONE_FEE: Readonly<Partial<Record<MarketName, string>>> = {
  spot: BINANCE_FEE,
  futures: BINANCE_FEE,
  upbit: 'An order has one `paid_fee` in won (docs.upbit.com, "Get Order")',
  bithumb: 'An order has one `paid_fee` in won (apidocs.bithumb.com, "개별 주문 조회")',
};

/** What a fill costs. */
export const charges: readonly ConformanceCase[] = [
  {
    name: 'taxes beside the fee are counted, whichever way a fill is reported',
    notThere: ONE_FEE,
    async play(desk: Desk): Promise<void> {
      if (ONE_FEE[desk.market] === undefined) await desk.control('bybit/extra-fees');
      const order = await desk.rest();
      await desk.fill(order, { quantity: '0.3', fills: 2 });
      await desk.stands(order, 'PARTIALLY_FILLED');
      await desk.switchOn('stream-swallow', { times: 4 });
      await desk.fill(order, { fills: 2 });
      await desk.stands(order, 'FILLED');
      await desk.alert(desk.marketOrder);
    },
  },
];
