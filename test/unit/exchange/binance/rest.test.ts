import { expect, it } from 'vitest';
import type { MarketType } from '../../../../src/domain/order.js';
import type { ExchangeRest } from '../../../../src/exchange/exchange.js';
import { startServer } from '../../../kit/exchange/http-server.js';
import { reference, restAt } from './account.js';
import { exchangeInfo, spotOrderAnswer } from './fixtures.js';

/** An account on a server that gives one answer to every signed call. */
async function openAccount(marketType: MarketType, answer: unknown): Promise<ExchangeRest> {
  const server = await startServer(({ path }) => ({
    body: path.endsWith('/exchangeInfo') ? info[marketType] : answer,
  }));
  return restAt(server.origin, marketType);
}

const perpetual = {
  contractType: 'PERPETUAL',
  marginAsset: 'USDT',
  deliveryDate: 4133404800000,
};
const info = {
  SPOT: exchangeInfo,
  FUTURES: {
    ...exchangeInfo,
    symbols: exchangeInfo.symbols.map((symbol) => ({ ...symbol, ...perpetual })),
  },
};
const bad = { ...spotOrderAnswer, orderId: 2, status: 'PendingNew' };

it.each<[MarketType, string]>([
  ['SPOT', 'binance'],
  ['FUTURES', 'binanceusdm'],
])(
  'leaves out an open order that is not as documented, and reports it (%s)',
  async (marketType, exchange) => {
    const others = [1, 3].map((orderId) => ({ ...spotOrderAnswer, orderId }));
    const rest = await openAccount(marketType, [others[0], bad, null, others[1]]);
    const problems: string[] = [];
    const orders = await rest.fetchOpenOrders([], (problem) => problems.push(problem));
    expect(orders.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(['1', '3']);
    const call = `${exchange} GET openOrders: a row of the answer is not as documented`;
    expect(problems).toEqual([
      `${call}: status: is not a documented order status: "PendingNew"`,
      expect.stringContaining(`${call}: row: `),
    ]);
    await expect(rest.fetchOpenOrders([])).rejects.toMatchObject({
      origin: 'unreadable',
      message: problems[0],
    });
  },
);

it('takes neither what is no list nor one order that is not as documented', async () => {
  const rest = await openAccount('SPOT', bad);
  const problems: string[] = [];
  const orders = rest.fetchOpenOrders([], (problem) => problems.push(problem));
  await expect(orders).rejects.toMatchObject({ origin: 'unreadable' });
  expect(problems).toEqual([]);
  await expect(rest.fetchOrder(reference)).rejects.toMatchObject({ origin: 'unreadable' });
});
