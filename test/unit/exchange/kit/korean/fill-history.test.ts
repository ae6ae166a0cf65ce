import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExchangeRest } from '../../../../../src/exchange/exchange.js';
import { bithumbOrder, restAt, trade, upbitOrder, type KoreanName } from './fixtures.js';
import {
  startServer,
  type AnsweringServer,
  type ReceivedRequest,
} from '../../../../kit/exchange/http-server.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-03-01T00:00:00Z');

interface Order {
  readonly uuid: string;
  readonly state: string;
  readonly createdAt: number;
  /** When each of its fills happened; every one is of 0.0004. */
  readonly tradedAt: readonly number[];
  readonly side?: 'bid' | 'ask';
}

let orders: Order[];
/** Whether orders are read without their fills. */
let isLagging = false;
let readTakesMs = 0;
let listTakesMs = 0;
let server: AnsweringServer | undefined;
beforeEach(() => {
  [isLagging, readTakesMs, listTakesMs] = [false, 0, 0];
  orders = [];
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});
afterEach(async () => {
  vi.useRealTimers();
  await server?.close();
  server = undefined;
});

const atSeoul = (at: number): string =>
  `${new Date(at + 9 * HOUR_MS).toISOString().slice(0, 23)}+09:00`;

function toWire(order: Order, exchange: KoreanName): Record<string, unknown> {
  const volume = (order.tradedAt.length * 4) / 10_000;
  return {
    ...(exchange === 'upbit' ? upbitOrder : bithumbOrder),
    uuid: order.uuid,
    state: order.state,
    created_at: atSeoul(order.createdAt),
    side: order.side ?? 'bid',
    executed_volume: String(volume),
    executed_funds: undefined,
    paid_fee: String(order.tradedAt.length * 19),
  };
}

function withTrades(order: Order, exchange: KoreanName): Record<string, unknown> {
  const trades = order.tradedAt.map((at, index) => ({
    ...trade,
    uuid: `${order.uuid}-${index}`,
    created_at: atSeoul(at),
  }));
  return { ...toWire(order, exchange), trades: isLagging ? [] : trades };
}

/** Lists as each exchange does: Upbit by time, seven days at most; Bithumb by page. */
function list(exchange: KoreanName, { path, query }: ReceivedRequest): Record<string, unknown>[] {
  const asked = Object.fromEntries(new URLSearchParams(query));
  const start = Number(asked['start_time'] ?? 0);
  const isWindow = path.endsWith('/closed');
  const found = orders
    .filter(({ state }) => state === asked['state'])
    .filter(({ createdAt }) => !isWindow || (createdAt >= start && createdAt <= start + 7 * DAY_MS))
    .sort((left, right) => left.createdAt - right.createdAt);
  if (asked['order_by'] === 'desc') found.reverse();
  const [page, limit] = [Number(asked['page'] ?? 1), Number(asked['limit'])];
  return found.slice((page - 1) * limit, page * limit).map((order) => toWire(order, exchange));
}

async function serve(exchange: KoreanName): Promise<ExchangeRest> {
  server = await startServer((request) => {
    vi.setSystemTime(Date.now() + listTakesMs);
    if (!request.path.endsWith('/v1/order')) return { body: list(exchange, request) };
    vi.setSystemTime(Date.now() + readTakesMs);
    const uuid = new URLSearchParams(request.query).get('uuid');
    const order = orders.find((each) => each.uuid === uuid);
    if (order) return { body: withTrades(order, exchange) };
    return { status: 404, body: { error: { name: 'order_not_found', message: 'none' } } };
  });
  return restAt(exchange, server.origin);
}

/** The calls since the last time it was asked: how many lists, how many orders. */
let counted = 0;
function calls(): { lists: number; orders: number } {
  const fresh = server?.requests.slice(counted) ?? [];
  counted += fresh.length;
  const reads = fresh.filter(({ path }) => path.endsWith('/v1/order')).length;
  return { lists: fresh.length - reads, orders: reads };
}
beforeEach(() => {
  counted = 0;
});

const idsOf = (fills: readonly { exchangeTradeId: string }[]): string[] =>
  fills.map(({ exchangeTradeId }) => exchangeTradeId);
const mark = (at: number) => ({
  exchangeTradeId: 'any',
  executedAt: new Date(at).toISOString(),
});

describe.each(['upbit', 'bithumb'] as const)('the fills of an account on %s', (exchange) => {
  it('are those inside its orders, in whatever state, oldest first', async () => {
    const rest = await serve(exchange);
    orders = [
      { uuid: 'b', state: 'cancel', createdAt: NOW - 4 * HOUR_MS, tradedAt: [NOW - HOUR_MS] },
      {
        uuid: 'a',
        state: 'done',
        createdAt: NOW - 5 * HOUR_MS,
        side: 'ask',
        tradedAt: [NOW - 3 * HOUR_MS, NOW - 2 * HOUR_MS],
      },
      { uuid: 'c', state: 'wait', createdAt: NOW - 9 * DAY_MS, tradedAt: [NOW - 1_000] },
      { uuid: 'd', state: 'cancel', createdAt: NOW - 3 * HOUR_MS, tradedAt: [] },
    ];
    const fills = await rest.fetchAccountFills('BTC/KRW', null);
    expect(idsOf(fills)).toEqual(['a-0', 'a-1', 'b-0', 'c-0']);
    expect(fills[0]).toEqual({
      exchangeOrderId: 'a',
      side: 'SELL',
      exchangeTradeId: 'a-0',
      isMaker: null,
      price: '95000000',
      quantity: '0.0004',
      fee: '19',
      feeAsset: 'KRW',
      realizedPnl: null,
      hasUnverifiedId: true,
      orderFee: { paid: '38', atQuantity: '0.0008', isShared: true },
      executedAt: new Date(NOW - 3 * HOUR_MS).toISOString(),
    });
    expect(calls()).toEqual({ lists: 3, orders: 3 });
  });

  it('are read once: looking again costs the lists, and what has filled meanwhile', async () => {
    const rest = await serve(exchange);
    orders = [
      { uuid: 'a', state: 'done', createdAt: NOW - 5 * HOUR_MS, tradedAt: [NOW - 4 * HOUR_MS] },
      { uuid: 'b', state: 'wait', createdAt: NOW - 4 * HOUR_MS, tradedAt: [NOW - 3 * HOUR_MS] },
    ];
    const from = mark(NOW - 4 * HOUR_MS);
    await rest.fetchAccountFills('BTC/KRW', from);
    calls();
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', from))).toEqual(['a-0', 'b-0']);
    expect(calls()).toEqual({ lists: 3, orders: 0 });
    const [first, second] = orders as [Order, Order];
    orders = [first, { ...second, state: 'done', tradedAt: [...second.tradedAt, NOW] }];
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', from))).toEqual(['a-0', 'b-0', 'b-1']);
    expect(calls()).toEqual({ lists: 3, orders: 1 });
  });

  it('are returned from an execution on, with a minute before it', async () => {
    const rest = await serve(exchange);
    const [long, little] = [NOW - 2 * HOUR_MS, NOW - HOUR_MS - 30_000];
    orders = [
      { uuid: 'a', state: 'done', createdAt: NOW - 5 * HOUR_MS, tradedAt: [long] },
      { uuid: 'b', state: 'done', createdAt: NOW - 5 * HOUR_MS, tradedAt: [little, NOW] },
    ];
    const fills = await rest.fetchAccountFills('BTC/KRW', mark(NOW - HOUR_MS));
    expect(idsOf(fills)).toEqual(['b-0', 'b-1']);
  });

  it('are found again by whoever asks for earlier ones', async () => {
    const rest = await serve(exchange);
    const [early, late] = [NOW - 20 * DAY_MS, NOW - HOUR_MS];
    orders = [
      { uuid: 'a', state: 'done', createdAt: early, tradedAt: [early] },
      { uuid: 'b', state: 'done', createdAt: late, tradedAt: [late] },
    ];
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', mark(late)))).toEqual(['b-0']);
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', mark(early)))).toEqual(['a-0', 'b-0']);
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', null))).toEqual(['b-0']);
  });

  it('of a market that has long been quiet cost no more than those of a busy one', async () => {
    const rest = await serve(exchange);
    listTakesMs = 100; // many calls in one moment would reach the limits, and wait
    const long = NOW - 60 * DAY_MS;
    orders = [{ uuid: 'a', state: 'done', createdAt: long, tradedAt: [long] }];
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', mark(long)))).toEqual(['a-0']);
    calls();
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', mark(long)))).toEqual(['a-0']);
    expect(calls()).toEqual({ lists: 3, orders: 0 });
  });

  it('are found although our clock is days behind', async () => {
    const rest = await serve(exchange);
    const ahead = NOW + 3 * DAY_MS;
    orders = [{ uuid: 'a', state: 'done', createdAt: ahead, tradedAt: [ahead] }];
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', mark(ahead)))).toEqual(['a-0']);
  });

  it('are all found however many orders there were in a moment', async () => {
    const rest = await serve(exchange);
    orders = Array.from({ length: 1_203 }, (_, index) => ({
      uuid: `o-${index}`,
      state: 'cancel',
      createdAt: NOW - HOUR_MS + Math.floor(index / 8) * 1_000,
      tradedAt: index % 401 === 0 ? [NOW - HOUR_MS + index * 1_000] : [],
    }));
    const fills = await rest.fetchAccountFills('BTC/KRW', mark(NOW - HOUR_MS));
    expect(idsOf(fills)).toEqual(['o-0-0', 'o-401-0', 'o-802-0']);
  });

  it('are not returned in part when reading takes too long: it says so, and reads on', async () => {
    const rest = await serve(exchange);
    orders = Array.from({ length: 50 }, (_, index) => ({
      uuid: `o-${index}`,
      state: 'done',
      createdAt: NOW - HOUR_MS + index * 1_000,
      tradedAt: [NOW - HOUR_MS + index * 1_000],
    }));
    readTakesMs = 1_000;
    const from = mark(NOW - HOUR_MS);
    await expect(rest.fetchAccountFills('BTC/KRW', from)).rejects.toMatchObject({
      name: 'ExchangeFailure',
      origin: 'paused',
      message: expect.stringContaining('31 of 50') as string,
    });
    expect(await rest.fetchAccountFills('BTC/KRW', from)).toHaveLength(50);
    expect(calls()).toEqual({ lists: 6, orders: 50 });
  });

  it('are read again where their list lags behind the order', async () => {
    const rest = await serve(exchange);
    const [createdAt, from] = [NOW - HOUR_MS, mark(NOW - HOUR_MS)];
    orders = [{ uuid: 'a', state: 'done', createdAt, tradedAt: [NOW - 2_000, NOW - 1_000] }];
    isLagging = true;
    expect(await rest.fetchAccountFills('BTC/KRW', from)).toEqual([]);
    isLagging = false;
    expect(idsOf(await rest.fetchAccountFills('BTC/KRW', from))).toEqual(['a-0', 'a-1']);
  });

  it('come part by part, each complete, and go on where somebody stopped', async () => {
    const rest = await serve(exchange);
    orders = Array.from({ length: 130 }, (_, index) => ({
      uuid: `o-${index}`,
      state: 'done',
      createdAt: NOW - HOUR_MS + index * 1_000,
      // Each fills when the next one has been placed already.
      tradedAt: [NOW - HOUR_MS + index * 1_000 + 1_500],
    }));
    [listTakesMs, readTakesMs] = [60, 60]; // many at once would reach the limits
    const found = new Set<string>();
    let [from, stops] = [mark(NOW - HOUR_MS), 0];
    for (let isOver = false; !isOver; stops += 1) {
      isOver = true;
      for await (const page of rest.accountFillPages('BTC/KRW', from)) {
        for (const id of idsOf(page)) found.add(id);
        const last = page.at(-1);
        if (!last || last.executedAt <= from.executedAt) continue;
        [from, isOver] = [mark(Date.parse(last.executedAt)), false];
        break;
      }
    }
    expect(stops).toBeGreaterThan(2);
    expect(found.size).toBe(130);
    expect(calls().orders).toBe(130);
  });

  it('of one order are all listed inside it, however many', async () => {
    const rest = await serve(exchange);
    const tradedAt = Array.from({ length: 1_200 }, (_, index) => NOW - HOUR_MS + index);
    orders = [{ uuid: 'a', state: 'done', createdAt: NOW - HOUR_MS, tradedAt }];
    const order = { symbol: 'BTC/KRW', clientOrderId: 'ft-1', exchangeOrderId: 'a' };
    expect(await rest.fetchFills(order)).toHaveLength(1_200);
  });
});
