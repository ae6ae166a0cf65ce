import { expect } from 'vitest';
import { marketId } from '../../../src/domain/symbol.js';
import { styleOf } from '../../../src/exchange/symbols.js';
import { eventually } from '../../kit/eventually.js';
import type { Desk } from '../../kit/desk/desk.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** Returns a market that no other case trades in, and a price above its own. */
function shallowMarket({ plan, exchange }: Desk): { id: string; symbol: string; price: string } {
  const [, quote = ''] = plan.limit.symbol.split('/');
  const symbol = `SOL/${quote}`;
  const price = quote === 'KRW' ? '250000' : '200';
  return { id: marketId(symbol, styleOf(exchange)), symbol, price };
}

/** Orders that may not rest, and find less than they want. */
export const shallow: readonly ConformanceCase[] = [
  {
    name: 'IOC and market orders end with what there was',
    async play(desk: Desk): Promise<void> {
      const { id, symbol, price } = shallowMarket(desk);
      const { market, product } = desk;
      await product.venue.post('liquidity', { market, symbol: id, mode: 'auto', depth: '2' });
      const taking = { symbol, side: 'buy', quantity: '4' };
      const orders = [
        await desk.alert({ ...taking, type: 'limit', price, timeInForce: 'IOC' }),
        await desk.alert({ ...taking, type: 'market', price: undefined }),
      ];
      for (const order of orders) {
        await eventually('the order to end', async () =>
          ['EXPIRED', 'CANCELLED'].includes(await desk.statusOf(order)),
        );
        expect(await desk.orderOf(order)).toMatchObject({ filledQuantity: '2' });
      }
    },
  },
];
