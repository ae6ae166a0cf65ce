import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { allPages } from '../../../../src/exchange/kit/all-pages.js';
import { linearExecution, list, restAt, spotExecution, spotOrder } from './fixtures.js';
import { queryOf, startServer, type AnsweringServer } from '../../../kit/exchange/http-server.js';

let server: AnsweringServer;

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

const execution = (id: number, time: number, fields: object = {}) => ({
  ...spotExecution,
  execId: `e-${id}`,
  execTime: String(time),
  seq: id,
  ...fields,
});

/**
 * Answers as `execution/list` does: the newest first, of a window of seven days at most, by order
 * or all, in pages of 100.
 */
async function startExecutions(rows: readonly ReturnType<typeof execution>[]): Promise<void> {
  server = await startServer((received) => {
    const { startTime, endTime, orderId, cursor = '0', limit } = queryOf(received);
    const from = Number(startTime ?? (orderId === undefined ? Date.now() - WEEK_MS : 0));
    const to = Number(endTime ?? (orderId === undefined ? from + WEEK_MS : Date.now()));
    if (orderId === undefined && to - from > WEEK_MS) return { body: { retCode: 10001 } };
    const found = rows
      .filter((row) => Number(row.execTime) >= from && Number(row.execTime) <= to)
      .filter((row) => orderId === undefined || row.orderId === orderId)
      .sort((left, right) => Number(right.execTime) - Number(left.execTime));
    const end = Number(cursor) + Number(limit);
    return { body: list(found.slice(Number(cursor), end), end < found.length ? String(end) : '') };
  });
}

const asked = () => server.requests.map(queryOf);
const order = { symbol: 'BTC/USDT', clientOrderId: 'ft-1', exchangeOrderId: 'b-1' };

describe('the fills of an order', () => {
  it.each([undefined, '', null])(
    'are unreadable where a fee is %j: none is guessed',
    async (fee) => {
      await startExecutions([execution(1, 1), execution(2, 2, { execFee: fee })]);
      await expect(restAt(server).fetchFills(order)).rejects.toMatchObject({
        origin: 'unreadable',
        message: expect.stringMatching(/^bybit GET execution\/list: .*execFee/) as string,
      });
    },
  );

  it('are read page by page, oldest first, however old they are', async () => {
    const start = Date.now() - 30 * DAY_MS;
    const rows = Array.from({ length: 230 }, (_, index) => execution(index, start + index));
    await startExecutions([...rows, execution(999, Date.now(), { orderId: 'b-2' })]);
    const fills = await restAt(server).fetchFills(order);
    expect(fills.map(({ exchangeTradeId }) => exchangeTradeId)).toEqual(
      rows.map(({ execId }) => execId),
    );
    expect(asked()[0]).toEqual({
      category: 'spot',
      symbol: 'BTCUSDT',
      orderId: 'b-1',
      execType: 'Trade',
      limit: '100',
    });
    expect(asked()).toHaveLength(3);
  });

  it('are not read on once the caller’s time is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    onTestFinished(() => void vi.useRealTimers());
    const endBy = Date.now() + 5_000;
    server = await startServer(() => {
      vi.setSystemTime(endBy);
      return { body: list([execution(1, 1)], 'more') };
    });
    const reading = restAt(server).fetchFills(order, { endBy });
    await expect(reading).rejects.toMatchObject({ origin: 'too_late' });
    expect(server.requests).toHaveLength(1);
  });

  it('are those of the order and of trades only, each once', async () => {
    const rows = [
      execution(3, 3),
      execution(3, 3),
      execution(2, 2, { orderId: 'b-2' }),
      { ...execution(1, 1), execType: 'Funding', execPrice: '' },
      execution(0, 3),
    ];
    server = await startServer(() => ({ body: list(rows) }));
    const fills = await restAt(server).fetchFills(order);
    expect(fills.map(({ exchangeTradeId }) => exchangeTradeId)).toEqual(['e-0', 'e-3']);
  });

  it('carry fee, asset and the realised PnL of a contract', async () => {
    server = await startServer(() => ({ body: list([linearExecution]) }));
    const fills = await restAt(server, 'FUTURES').fetchFills({ ...order, exchangeOrderId: 'b-9' });
    expect(fills).toEqual([
      {
        exchangeTradeId: 'e-9',
        price: '50000',
        quantity: '0.004',
        isMaker: true,
        fee: '0.08',
        feeAsset: 'USDT',
        realizedPnl: '1.5',
        executedAt: '2023-11-14T22:13:20.001Z',
      },
    ]);
  });
});

describe('the account’s fills in a market', () => {
  it('are read from a minute before the mark on, a week at a time', async () => {
    const mark = Date.now() - 20 * DAY_MS;
    const rows = [
      execution(1, mark - 61_000),
      execution(2, mark - 30_000),
      execution(3, mark),
      execution(4, mark - 60_000 + WEEK_MS),
      execution(5, Date.now() - 1_000, { orderId: 'b-2', side: 'Sell' }),
    ];
    await startExecutions(rows);
    const from = { executedAt: new Date(mark).toISOString(), exchangeTradeId: 'e-3' };
    const fills = await restAt(server).fetchAccountFills('BTC/USDT', from);
    expect(fills.map(({ exchangeTradeId }) => exchangeTradeId)).toEqual([
      'e-2',
      'e-3',
      'e-4',
      'e-5',
    ]);
    expect(fills.at(-1)).toMatchObject({ exchangeOrderId: 'b-2', side: 'SELL' });
    expect(asked().map(({ startTime }) => Number(startTime))).toEqual(
      [0, 1, 2].map((week) => mark - 60_000 + week * WEEK_MS),
    );
  });

  it('are asked for although the mark is later than our clock', async () => {
    const mark = Date.now() + 600_000;
    await startExecutions([execution(1, mark)]);
    const from = { executedAt: new Date(mark).toISOString(), exchangeTradeId: 'e-1' };
    expect(await restAt(server).fetchAccountFills('BTC/USDT', from)).toHaveLength(1);
  });

  it('are those of the last seven days when none is named', async () => {
    await startExecutions([execution(1, Date.now() - WEEK_MS - 60_000), execution(2, Date.now())]);
    const fills = await restAt(server).fetchAccountFills('BTC/USDT', null);
    expect(fills.map(({ exchangeTradeId }) => exchangeTradeId)).toEqual(['e-2']);
  });

  it('are not asked for where nothing is listed any more', async () => {
    await startExecutions([]);
    const from = { executedAt: '2020-01-01T00:00:00.000Z', exchangeTradeId: 'e-1' };
    expect(await restAt(server).fetchAccountFills('BTC/USDT', from)).toEqual([]);
    const first = Number(asked()[0]?.['startTime']);
    expect(Date.now() - first).toBeLessThan(730 * DAY_MS);
  });

  it('keep both sides of a self-trade, and the exchange’s order within a millisecond', async () => {
    const rows = [
      execution(12, 5),
      execution(7, 5, { orderId: 'b-2', side: 'Sell' }),
      execution(7, 5),
    ];
    server = await startServer(() => ({ body: list(rows) }));
    const fills = await restAt(server).fetchAccountFills('BTC/USDT', null);
    // The two sides of one trade come as they were listed.
    expect(fills.map((each) => `${each.exchangeOrderId} ${each.exchangeTradeId}`)).toEqual([
      'b-2 e-7',
      'b-1 e-7',
      'b-1 e-12',
    ]);
  });

  it('leave out another market’s', async () => {
    server = await startServer(() => ({ body: list([execution(1, 1, { symbol: 'ETHUSDT' })]) }));
    expect(await restAt(server).fetchAccountFills('BTC/USDT', null)).toEqual([]);
  });
});

describe('a busy market', () => {
  const start = Date.now() - 2 * DAY_MS;
  // Two thousand fills within a minute, and a few on the days around it.
  const rows = [
    execution(1, start),
    ...Array.from({ length: 2_000 }, (_, index) =>
      execution(index + 2, start + DAY_MS + index * 30),
    ),
    execution(3_000, Date.now() - 1_000),
  ];
  const from = { executedAt: new Date(start).toISOString(), exchangeTradeId: 'e-1' };

  it('is read in windows short enough for a few pages each, the oldest first', async () => {
    await startExecutions(rows);
    const pages: string[][] = [];
    for await (const page of restAt(server).accountFillPages('BTC/USDT', from)) {
      pages.push(page.map(({ exchangeTradeId }) => exchangeTradeId));
    }
    expect(pages.flat()).toEqual(rows.map(({ execId }) => execId));
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(1_000);
  });

  it.each([
    ['each page', true],
    ['each part with fills', false],
  ])('is read on by whoever stops after %s, and comes again', async (_, stopsOften) => {
    await startExecutions(rows);
    const rest = restAt(server);
    let mark = from;
    const seen = new Set<string>();
    while (mark.exchangeTradeId !== rows.at(-1)?.execId) {
      const before = server.requests.length;
      for await (const part of rest.accountFillPages('BTC/USDT', mark)) {
        for (const fill of part) {
          seen.add(fill.exchangeTradeId);
          if (fill.executedAt >= mark.executedAt) mark = fill;
        }
        if (stopsOften) expect(server.requests.length - before).toBe(1);
        if (stopsOften || part.length > 0) break;
      }
    }
    expect(seen.size).toBe(rows.length);
    expect(server.requests.length).toBeLessThan(400);
  });

  it('is read without a gap by whoever comes again after the end of a window', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    onTestFinished(() => void vi.useRealTimers());
    const begunAt = Date.now();
    const listed = Array.from({ length: 150 }, (_, index) => execution(index, begunAt - 9_000));
    await startExecutions(listed);
    const rest = restAt(server);
    const mark = { executedAt: new Date(begunAt - 10_000).toISOString(), exchangeTradeId: 'e-0' };
    for await (const part of rest.accountFillPages('BTC/USDT', mark)) {
      expect(part).toEqual([]);
      break;
    }
    listed.push(execution(900, begunAt + 1_000), execution(901, begunAt + 8 * DAY_MS));
    vi.setSystemTime(begunAt + 9 * DAY_MS);
    const first = await allPages(rest.accountFillPages('BTC/USDT', mark));
    const second = await allPages(rest.accountFillPages('BTC/USDT', first.at(-1) ?? mark));
    const seen = new Set([...first, ...second].map(({ exchangeTradeId }) => exchangeTradeId));
    expect(seen.size).toBe(listed.length);
  });

  it('is read whole without a mark, too', async () => {
    await startExecutions(rows);
    expect(await restAt(server).fetchAccountFills('BTC/USDT', null)).toHaveLength(rows.length);
  });

  it('loses only the row that cannot be read, which is told', async () => {
    const wrong = { ...execution(7, Date.now() - 5), extraFees: '[{"feeCoin":"USDT"}]' };
    await startExecutions([execution(6, Date.now() - 9), wrong]);
    const problems: string[] = [];
    const pages = restAt(server).accountFillPages('BTC/USDT', null, (each) => problems.push(each));
    expect(await allPages(pages)).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(/^bybit GET execution\/list: .*extraFees/)]);
  });
});

describe('the fills of an order that is older than a week', () => {
  const placed = Date.now() - 20 * DAY_MS;
  // As a server lists them that knows no other than seven days, whatever order is named.
  async function startWeekly(executions: readonly ReturnType<typeof execution>[]): Promise<void> {
    server = await startServer((received) => {
      const asked = queryOf(received);
      if (received.path.includes('/order/')) {
        return { body: list([{ ...spotOrder, orderId: 'b-1', createdTime: String(placed) }]) };
      }
      const startTime = Number(asked['startTime'] ?? Date.now() - WEEK_MS);
      const endTime = Number(asked['endTime'] ?? Date.now());
      const found = executions.filter(
        ({ execTime }) => Number(execTime) >= startTime && Number(execTime) <= endTime,
      );
      return { body: list(found) };
    });
  }

  it('are asked for week by week where some are missing', async () => {
    await startWeekly([
      execution(1, placed + 1_000, { orderQty: '0.012', leavesQty: '0.008' }),
      execution(2, placed + 8 * DAY_MS, { orderQty: '0.012', leavesQty: '0.004' }),
      execution(3, Date.now() - 1_000, { orderQty: '0.012', leavesQty: '0' }),
    ]);
    expect(await restAt(server).fetchFills(order)).toHaveLength(3);
  });

  it('are asked for so where none is listed at all', async () => {
    await startWeekly([execution(1, placed + 1_000)]);
    expect(await restAt(server).fetchFills(order)).toHaveLength(1);
  });
});

describe('what an execution costs beside its fee', () => {
  const tax = { feeCoin: 'USDT', feeType: 'GST', subFeeType: 'IND_GST', feeRate: '0.0001' };
  const fees = [{ ...tax, fee: '0.0495' }];
  const named = { ...order, exchangeOrderId: 'b-9' };
  const cost = async (extraFees: unknown) => {
    const row = { ...linearExecution, execFee: '0.275', extraFees };
    server = await startServer(() => ({ body: list([row]) }));
    return restAt(server, 'FUTURES').fetchFills(named);
  };

  it.each([
    ['an array', fees],
    ['text', JSON.stringify(fees)],
  ])('is added where it is %s', async (_, extraFees) => {
    expect(await cost(extraFees)).toMatchObject([{ fee: '0.3245', feeAsset: 'USDT' }]);
  });

  it.each([[undefined], [null], [''], ['[]'], [[]]])('is nothing where it is %j', async (none) => {
    expect(await cost(none)).toMatchObject([{ fee: '0.275' }]);
  });

  it('is kept apart where it is another coin', async () => {
    const [fill] = await cost([...fees, { ...tax, feeCoin: 'MNT', fee: '0.02' }]);
    expect(fill).toMatchObject({ fee: '0.3245', feeAsset: 'USDT', otherFees: { MNT: '0.02' } });
  });

  it.each([['free'], ['{}'], [[{ feeCoin: 'USDT' }]], [7]])(
    'is not taken for nothing where it is %j',
    async (unreadable) => {
      await expect(cost(unreadable)).rejects.toMatchObject({ origin: 'unreadable' });
    },
  );
});
