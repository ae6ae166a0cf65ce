import { expect, it } from 'vitest';
import { settleOrder } from '../../src/books/settle-order.js';
import type { Fill } from '../../src/domain/fill.js';
import { foldPosition } from '../../src/domain/position.js';
import { Chance } from '../kit/chance.js';
import { useBareBooks, type BareBooks } from '../kit/ledger/bare-books.js';

let books: BareBooks;
useBareBooks('FUTURES', (bare) => (books = bare));

const market = { symbol: 'BTC/USDT', marketType: 'FUTURES' } as const;
const start = Date.parse('2026-01-01T00:00:00.000Z');

interface Planned {
  readonly side: 'BUY' | 'SELL';
  readonly fill: Fill;
}

/** A fixed mix of buys and sells, a second apart, that flips the position again and again. */
function plan(count: number): Planned[] {
  const chance = new Chance(12_345);
  return Array.from({ length: count }, (_, index) => ({
    side: chance.pick(['BUY', 'SELL']),
    fill: {
      exchangeTradeId: String(1000 + index),
      price: `${chance.between(40_000, 41_999)}.${chance.between(10, 99)}`,
      quantity: `0.${chance.between(100, 999)}`,
      isMaker: true,
      fee: `0.0${chance.between(10, 99)}`,
      feeAsset: 'USDT',
      realizedPnl: '0',
      executedAt: new Date(start + index * 1000).toISOString(),
    },
  }));
}

async function settleAll(
  strategyId: number,
  name: string,
  planned: readonly Planned[],
): Promise<void> {
  for (const { side, fill } of planned) {
    const clientOrderId = `${name}-${fill.exchangeTradeId}`;
    await books.openOrder({
      strategyId,
      clientOrderId,
      side,
      orderType: 'MARKET',
      price: null,
      quantity: fill.quantity,
      status: 'PENDING',
    });
    const view = {
      status: 'FILLED',
      filledQuantity: fill.quantity,
      exchangeOrderId: clientOrderId,
    } as const;
    await settleOrder(
      books.database.db,
      { accountId: books.accountId, clientOrderId },
      { view, fills: [fill], source: 'stream' },
    );
  }
}

const planned = plan(60);
const shuffles: [string, (list: readonly Planned[]) => Planned[]][] = [
  ['in order', (list) => [...list]],
  ['the other way round', (list) => [...list].reverse()],
  ['two by two the wrong way', (list) => list.map((_, index) => list[index ^ 1] ?? list[index]!)],
  ['one very late', (list) => [...list.slice(1), list[0]!]],
  [
    'some seconds late in turn',
    (list) => [...list.slice(0, 20), ...list.slice(23), ...list.slice(20, 23)],
  ],
  ['the second half first', (list) => [...list.slice(30), ...list.slice(0, 30)]],
];

it.each(shuffles)('is the fold of its executions when they come %s', async (name, shuffle) => {
  const strategyId = await books.strategy(name);
  await settleAll(strategyId, `o${strategyId}`, shuffle(planned));
  const folded = foldPosition(
    market,
    planned.map(({ side, fill }) => ({ ...fill, side })),
  );
  expect(await books.position(strategyId)).toEqual({ ...folded });
});
