import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { allPages } from '../../../../src/exchange/kit/all-pages.js';
import { startServer, type AnsweringServer } from '../../../kit/exchange/http-server.js';
import { restAt } from './account.js';
import { spotOrderAnswer } from './fixtures.js';

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

describe('an order with more fills than a page', () => {
  const order = { symbol: 'BTC/USDT', clientOrderId: 'ft-1', exchangeOrderId: '28' };
  const others = (id: number) => id % 7 === 0;
  const wire = (id: number) => ({ ...trade(id), orderId: others(id) ? 29 : 28 });
  const all = Array.from({ length: 3_500 }, (_, index) => wire(index + 1));
  const own = all.filter(({ orderId }) => orderId === 28).map(({ id }) => String(id));
  const executedQty = String((own.length * 4) / 1_000);

  /**
   * Answers as both endpoints do: the newest thousand, or those from an id or time on.
   *
   * @param takesBoth whether an order and an id may be named together
   */
  async function startTrades(takesBoth: 'yes' | 'ignored' | 'refused', rows = all) {
    return startServer(({ path, query }) => {
      const asked = new URLSearchParams(query);
      if (!path.endsWith('Trades')) {
        return { body: { ...spotOrderAnswer, orderId: 28, executedQty, time: 1_699_999_999_000 } };
      }
      const [orderId, fromId] = [asked.get('orderId'), asked.get('fromId')];
      const isBoth = orderId !== null && fromId !== null;
      if (isBoth && takesBoth === 'refused') {
        const body = { code: -1128, msg: 'Combination of optional parameters invalid.' };
        return { status: 400, body };
      }
      const found = rows.filter((row) => orderId === null || String(row.orderId) === orderId);
      const isFirst = fromId !== null || asked.has('startTime');
      if (!isFirst || (isBoth && takesBoth === 'ignored')) return { body: found.slice(-1000) };
      return { body: found.filter(({ id }) => id >= Number(fromId ?? 0)).slice(0, 1000) };
    });
  }

  it.each([
    ['SPOT', 'yes'],
    ['FUTURES', 'yes'],
    ['SPOT', 'ignored'],
    ['FUTURES', 'refused'],
  ] as const)(
    'is read from its first fill to its last: %s, order and id together: %s',
    async (marketType, takesBoth) => {
      const server = await startTrades(takesBoth);
      const fills = await restAt(server.origin, marketType).fetchFills(order);
      expect(fills.map(({ exchangeTradeId }) => exchangeTradeId)).toEqual(own);
    },
  );

  it('is not read on once the caller’s time is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    onTestFinished(() => void vi.useRealTimers());
    const endBy = Date.now() + 5_000;
    const server = await startServer(() => {
      vi.setSystemTime(endBy);
      return { body: all.slice(-1000) };
    });
    const reading = restAt(server.origin).fetchFills(order, { endBy });
    await expect(reading).rejects.toMatchObject({ origin: 'too_late' });
    expect(server.requests).toHaveLength(1);
  });

  it('costs one call where a page holds all of them', async () => {
    const server = await startTrades('yes', all.slice(0, 300));
    expect(await restAt(server.origin).fetchFills(order)).toHaveLength(258);
    expect(server.requests).toHaveLength(1);
  });

  it('is whole with exactly a page', async () => {
    const page = Array.from({ length: 1_000 }, (_, index) => ({
      ...trade(index + 1),
      qty: '0.001',
    }));
    const server = await startServer(({ path }) => ({
      body: path.endsWith('Trades')
        ? page
        : { ...spotOrderAnswer, orderId: 28, executedQty: '1', time: 1_699_999_999_000 },
    }));
    expect(await restAt(server.origin).fetchFills(order)).toHaveLength(1_000);
  });
});

describe('the account’s fills, read page by page', () => {
  const from = { exchangeTradeId: '1', executedAt: '2026-01-01T00:00:00.000Z' };

  it('come as they are read, and whoever stops has asked for no more', async () => {
    const server = await startFills(Array.from({ length: 5_000 }, (_, index) => index + 1));
    for await (const page of restAt(server.origin).accountFillPages('BTC/USDT', from)) {
      expect(page).toHaveLength(1_000);
      break;
    }
    expect(server.requests).toHaveLength(1);
  });

  it('lose only the row that cannot be read, which is told', async () => {
    const rows = [trade(1), { ...trade(2), price: 'dear' }, trade(3)];
    const server = await startServer(() => ({ body: rows }));
    const problems: string[] = [];
    const rest = restAt(server.origin);
    const pages = rest.accountFillPages('BTC/USDT', from, (problem) => problems.push(problem));
    const found = await allPages(pages);
    expect(found.map(({ exchangeTradeId }) => exchangeTradeId)).toEqual(['1', '3']);
    expect(problems).toEqual([expect.stringMatching(/^binance GET trades: .*price/)]);
  });
});
