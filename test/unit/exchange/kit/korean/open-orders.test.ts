import { describe, expect, it } from 'vitest';
import type { ReceivedRequest, SentAnswer } from '../../../../kit/exchange/http-server.js';
import { restAt } from './fixtures.js';
import { both, received, serve, stored } from './order-server.js';

/** Answers with a page of the orders that wait; no order is in any other state. */
function pageOf<T>(orders: readonly T[], query: string): T[] {
  const parameters = new URLSearchParams(query);
  const page = Number(parameters.get('page'));
  const isWaiting = parameters.get('state') === 'wait';
  return isWaiting ? orders.slice((page - 1) * 100, page * 100) : [];
}

/** Answers with all orders that wait, whatever the page. */
function waiting(orders: readonly object[]): (request: ReceivedRequest) => SentAnswer {
  return ({ query }) => ({ body: query.includes('state=wait') ? orders : [] });
}

describe.each(both)('open orders on %s', (exchange) => {
  const path = exchange === 'upbit' ? 'GET /v1/orders/open' : 'GET /v1/orders';

  it('are asked for in all markets at once, page by page', async () => {
    const orders = Array.from({ length: 230 }, (_, index) => ({
      ...stored[exchange],
      uuid: `o-${index}`,
      market: index === 7 ? 'KRW-UNLISTED' : 'KRW-BTC',
    }));
    const origin = await serve({
      [path]: ({ query }: ReceivedRequest) => {
        return { body: pageOf(orders, query) };
      },
    });
    const open = await restAt(exchange, origin).fetchOpenOrders([]);
    expect(open.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(
      orders.filter(({ market }) => market === 'KRW-BTC').map(({ uuid }) => uuid),
    );
    const queries = received().flatMap((each) => (each.query.includes('page') ? [each.query] : []));
    const states = exchange === 'upbit' ? ['watch'] : [];
    expect(queries).toEqual([
      ...states.map((state) => `state=${state}&order_by=asc&page=1&limit=100`),
      ...[1, 2, 3].map((page) => `state=wait&order_by=asc&page=${page}&limit=100`),
    ]);
  });

  it('end although a server ignores the page', async () => {
    const orders = Array.from({ length: 100 }, (_, index) => ({
      ...stored[exchange],
      uuid: `o-${index}`,
    }));
    const rest = restAt(exchange, await serve({ [path]: waiting(orders) }));
    expect(await rest.fetchOpenOrders([])).toHaveLength(100);
  });

  it('leave out one that is not as documented, report it, and read on', async () => {
    const orders = Array.from({ length: 130 }, (_, index) => ({
      ...stored[exchange],
      uuid: `o-${index}`,
      ...(index === 7 ? { state: 'frozen' } : {}),
    }));
    const origin = await serve({
      [path]: ({ query }: ReceivedRequest) => {
        return { body: pageOf(orders, query) };
      },
    });
    const problems: string[] = [];
    const rest = restAt(exchange, origin);
    const open = await rest.fetchOpenOrders([], (problem) => problems.push(problem));
    expect(open.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(
      orders.filter(({ state }) => state === 'wait').map(({ uuid }) => uuid),
    );
    expect(problems).toEqual([
      `${exchange} GET open orders: a row of the answer is not as documented: ` +
        'state: is not a documented order state: "frozen"',
    ]);
    await expect(rest.fetchOpenOrders([])).rejects.toMatchObject({
      origin: 'unreadable',
      message: problems[0],
    });
  });

  it('end although a server ignores the page and no order is as documented', async () => {
    const orders = Array.from({ length: 100 }, (_, index) => ({ uuid: `o-${index}` }));
    const rest = restAt(exchange, await serve({ [path]: waiting(orders) }));
    const problems: string[] = [];
    expect(await rest.fetchOpenOrders([], (problem) => problems.push(problem))).toEqual([]);
    expect(problems).toHaveLength(100);
  });

  it('are an error when they are no list', async () => {
    const rest = restAt(exchange, await serve({ [path]: { orders: [] } }));
    const problems: string[] = [];
    const open = rest.fetchOpenOrders([], (problem) => problems.push(problem));
    await expect(open).rejects.toMatchObject({ origin: 'unreadable' });
    expect(problems).toEqual([]);
  });
});

describe('an order that its owner reserved on Upbit', () => {
  it('is open until its trigger, and is listed once while that comes', async () => {
    const reserved = { ...stored.upbit, uuid: 'r-1', state: 'watch' };
    const triggered = { ...stored.upbit, uuid: 'r-2' };
    const origin = await serve({
      'GET /v1/orders/open': ({ query }: ReceivedRequest) => ({
        body: query.includes('state=watch')
          ? [reserved, { ...triggered, state: 'watch' }]
          : [triggered],
      }),
    });
    const open = await restAt('upbit', origin).fetchOpenOrders([]);
    expect(open.map(({ exchangeOrderId, status }) => [exchangeOrderId, status])).toEqual([
      ['r-1', 'PARTIALLY_FILLED'],
      ['r-2', 'PARTIALLY_FILLED'],
    ]);
  });
});
