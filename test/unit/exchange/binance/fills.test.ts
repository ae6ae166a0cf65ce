import { afterEach, expect, it } from 'vitest';
import { binance } from '../../../../src/exchange/binance/index.js';
import type { ExchangeAccount } from '../../../../src/exchange/exchange.js';
import { Secret } from '../../../../src/observability/secret.js';
import { startServer, type AnsweringServer } from '../http-server.js';

let server: AnsweringServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function restOf(origin: string, marketType: 'SPOT' | 'FUTURES') {
  const account: ExchangeAccount = {
    id: 1,
    name: 'traded',
    exchange: 'binance',
    marketType,
    restUrl: origin,
    streamUrl: null,
    credentials: new Secret({ apiKey: 'testkey', secret: 'testsecret' }),
  };
  return binance.openRest(account, binance.openMarkets(account), { readTimeoutMs: 2_000 });
}

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
async function startTrades(ids: readonly number[]): Promise<AnsweringServer> {
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
  server = await startTrades(ids);
  const fills = await restOf(server.origin, 'SPOT').fetchAccountFills('BTC/USDT', {
    exchangeTradeId: '7',
    executedAt: '2026-01-01T00:00:00.000Z',
  });
  expect(fills.map(({ exchangeTradeId }) => Number(exchangeTradeId))).toEqual(ids);
  const asked = server.requests.map(({ query }) => new URLSearchParams(query).get('fromId'));
  expect(asked).toEqual(['7', '3005', '6005']);
});

it('begins with the first trade of all when none is named', async () => {
  server = await startTrades([3, 5]);
  const fills = await restOf(server.origin, 'SPOT').fetchAccountFills('BTC/USDT', null);
  expect(fills).toHaveLength(2);
});

it('tells the side as each market names it', async () => {
  const pages: Record<string, unknown[]> = {
    '/api/v3/myTrades': [trade(1), { ...trade(2), isBuyer: false }],
    '/fapi/v1/userTrades': [
      { ...trade(1), isBuyer: undefined, side: 'SELL', maker: true, realizedPnl: '1.50' },
    ],
  };
  server = await startServer(({ path }) => ({ body: pages[path] }));
  const spot = await restOf(server.origin, 'SPOT').fetchAccountFills('BTC/USDT', null);
  expect(spot.map(({ side }) => side)).toEqual(['BUY', 'SELL']);
  expect(spot[0]).toMatchObject({ exchangeOrderId: '28', quantity: '0.004', realizedPnl: null });
  const futures = await restOf(server.origin, 'FUTURES').fetchAccountFills('BTC/USDT', null);
  expect(futures).toMatchObject([{ side: 'SELL', realizedPnl: '1.5', isMaker: true }]);
});

it('does not guess a side that is not told', async () => {
  server = await startServer(() => ({ body: [{ ...trade(1), isBuyer: undefined }] }));
  await expect(restOf(server.origin, 'SPOT').fetchAccountFills('BTC/USDT', null)).rejects.toThrow(
    /must tell the side/,
  );
});
