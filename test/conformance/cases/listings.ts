import type { MarketName } from '../../../simulator/names.js';
import type { Desk } from '../../kit/desk/desk.js';
import { accepted, listMarket, tradedByAll } from '../../kit/desk/own-market.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

const NO_CONTRACTS = 'The listing names no types of contracts';
/** Where a contract on a metal or a share has no type of its own. */
const NO_TYPE: Readonly<Partial<Record<MarketName, string>>> = {
  spot: `${NO_CONTRACTS} (developers.binance.com, "Exchange Information")`,
  'bybit-spot': `${NO_CONTRACTS} (bybit-exchange.github.io, "Get Instruments Info")`,
  'bybit-linear':
    'Every contract without an end is a `LinearPerpetual` (bybit-exchange.github.io, "Get Instruments Info")',
  upbit: `${NO_CONTRACTS} (docs.upbit.com, "List Trading Pairs")`,
  bithumb: `${NO_CONTRACTS} (apidocs.bithumb.com, "마켓코드 조회")`,
};

/** Figures off the grid of the resting market, and the grid that they are on. */
const FINER = {
  dollars: {
    change: { tickSize: '0.001', stepSize: '0.00001' },
    figures: { price: '2400.001', quantity: '1.00001' },
  },
  // Quantities have eight decimals everywhere.
  won: { change: { tickSize: '100' }, figures: { price: '3000100', quantity: '1.00001' } },
};

/** Markets of other kinds, and with other rules, than when we first looked. */
export const listings: readonly ConformanceCase[] = [
  {
    name: 'a perpetual on metals or shares is traded, and orders of others there are adopted',
    notThere: NO_TYPE,
    async play(desk: Desk): Promise<void> {
      const isThere = NO_TYPE[desk.market] === undefined;
      const parts = isThere ? { contractType: 'TRADIFI_PERPETUAL' } : {};
      const market = await listMarket(desk, 'GOLD', parts);
      await tradedByAll(desk, market.limit);
    },
  },
  {
    name: 'an order on a grid that has become finer is checked by the new rules and traded',
    async play(desk: Desk): Promise<void> {
      const market = await listMarket(desk);
      // The rules are known, and would be for an hour.
      const coarse = await accepted(desk, market.limit);
      await desk.stands(coarse, 'NEW');
      const { change, figures } = market.limit.symbol.endsWith('/KRW') ? FINER.won : FINER.dollars;
      await market.change(change);
      const fine = await accepted(desk, { ...market.limit, ...figures });
      await desk.stands(fine, 'NEW');
      for (const order of [coarse, fine]) {
        await desk.fill(order, { quantity: '0.5', fills: 2 });
        await desk.fill(order);
        await desk.stands(order, 'FILLED');
      }
    },
  },
];
