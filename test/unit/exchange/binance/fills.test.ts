import { expect, it } from 'vitest';
import { startServer, type AnsweringServer } from '../../../kit/exchange/http-server.js';
import { restAt } from './account.js';

/** A fill as `myTrades` lists it. */
const trade = (id: number) => ({
  symbol: 'BTCUSDT',
  id,
  orderId: 28,
  price: '50000.00',
  qty: '0.00400000',
  commission: '0.00000400',
  commissionAsset: 'BTC',
  time: 1_700_000_000_000,
  isBuyer: true,
  isMaker: true,
});

/** Answers as `myTrades` does: ids from `fromId` on, a page at a time. */
function startFills(ids: readonly number[]): Promise<AnsweringServer> {
  return startServer(({ query }) => {
    const from = Number(new URLSearchParams(query).get('fromId'));
    return {
      body: ids
        .filter((id) => id >= from)
        .slice(0, 1000)
        .map(trade),
    };
  });
}

it('reads on from page to page until one is not full', async () => {
  const ids = Array.from({ length: 2_001 }, (_, index) => 7 + index * 3);
  const server = await startFills(ids);
  const fills = await restAt(server.origin).fetchAccountFills('BTC/USDT', {
    exchangeTradeId: '7',
    executedAt: '2026-01-01T00:00:00.000Z',
  });
  expect(fills.map(({ exchangeTradeId }) => Number(exchangeTradeId))).toEqual(ids);
  const asked = server.requests.map(({ query }) => new URLSearchParams(query).get('fromId'));
  expect(asked).toEqual(['7', '3005', '6005']);
});

it('begins with the first fill of all when none is named', async () => {
  const server = await startFills([3, 5]);
  const fills = await restAt(server.origin).fetchAccountFills('BTC/USDT', null);
  expect(fills).toHaveLength(2);
});

it('names the side as each market does', async () => {
  const pages: Record<string, unknown[]> = {
    '/api/v3/myTrades': [trade(1), { ...trade(2), isBuyer: false }],
    '/fapi/v1/userTrades': [
      { ...trade(1), isBuyer: undefined, side: 'SELL', maker: true, realizedPnl: '1.50' },
    ],
  };
  const server = await startServer(({ path }) => ({ body: pages[path] }));
  const spot = await restAt(server.origin).fetchAccountFills('BTC/USDT', null);
  expect(spot.map(({ side }) => side)).toEqual(['BUY', 'SELL']);
  expect(spot[0]).toMatchObject({ exchangeOrderId: '28', quantity: '0.004', realizedPnl: null });
  const futures = await restAt(server.origin, 'FUTURES').fetchAccountFills('BTC/USDT', null);
  expect(futures).toMatchObject([{ side: 'SELL', realizedPnl: '1.5', isMaker: true }]);
});

it('does not guess a side that is not named', async () => {
  const server = await startServer(() => ({ body: [{ ...trade(1), isBuyer: undefined }] }));
  await expect(restAt(server.origin).fetchAccountFills('BTC/USDT', null)).rejects.toThrow(
    /must tell the side/,
  );
});
