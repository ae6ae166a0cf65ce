import { afterEach, describe, expect, it } from 'vitest';
import type { MarketType } from '../../../../src/domain/order.js';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import {
  bodyOf,
  linearInstrument,
  linearOrder,
  list,
  ok,
  parametersOf,
  refusal,
  request,
  restAt,
  spotInstrument,
  spotOrder,
  usdcInstrument,
} from './fixtures.js';
import { startServer, type AnsweringServer, type ReceivedRequest } from '../http-server.js';

let server: AnsweringServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Answers = Readonly<Record<string, (request: ReceivedRequest, times: number) => unknown>>;

/** A server that answers by the end of the path; `times` counts the calls of each. */
async function startBybit(answers: Answers): Promise<AnsweringServer> {
  const times = new Map<string, number>();
  server = await startServer((received) => {
    const call = received.path.replace('/v5/', '');
    const count = (times.get(call) ?? 0) + 1;
    times.set(call, count);
    const answer = answers[call];
    return answer ? { body: answer(received, count) } : { status: 404, body: 'no such path' };
  });
  return server;
}

const called = () => (server?.requests ?? []).map(({ path }) => path.replace('/v5/', ''));
const acknowledged = () => ok({ orderId: 'b-1', orderLinkId: 'ft-1' });
const byClientId = { symbol: 'BTC/USDT', clientOrderId: 'ft-1', exchangeOrderId: null };
const byExchangeId = { ...byClientId, exchangeOrderId: 'b-1' };

describe('submitting', () => {
  it('says that the order was taken in, and nothing of its state', async () => {
    const rest = restAt(await startBybit({ 'order/create': acknowledged }));
    expect(await rest.submitOrder(request)).toEqual({
      fills: [],
      isAcknowledgement: true,
      view: {
        clientOrderId: 'ft-1',
        exchangeOrderId: 'b-1',
        status: 'NEW',
        filledQuantity: '0',
      },
    });
    expect(called()).toEqual(['order/create']);
  });

  it.each<[string, MarketType, object, object]>([
    [
      'a spot limit order',
      'SPOT',
      {},
      {
        category: 'spot',
        symbol: 'BTCUSDT',
        side: 'Buy',
        orderLinkId: 'ft-1',
        orderType: 'Limit',
        qty: '0.01000',
        price: '50000.10',
        timeInForce: 'GTC',
      },
    ],
    [
      'a spot market order, by quantity',
      'SPOT',
      { orderType: 'MARKET', price: null, side: 'SELL', reduceOnly: true },
      {
        category: 'spot',
        symbol: 'BTCUSDT',
        side: 'Sell',
        orderLinkId: 'ft-1',
        orderType: 'Market',
        qty: '0.01000',
        timeInForce: 'IOC',
        marketUnit: 'baseCoin',
      },
    ],
    [
      'a contract’s market order that only reduces',
      'FUTURES',
      { orderType: 'MARKET', price: null, reduceOnly: true },
      {
        category: 'linear',
        symbol: 'BTCUSDT',
        side: 'Buy',
        orderLinkId: 'ft-1',
        orderType: 'Market',
        qty: '0.01000',
        timeInForce: 'IOC',
        reduceOnly: true,
      },
    ],
    [
      'a contract’s limit order',
      'FUTURES',
      { timeInForce: 'FOK' },
      {
        category: 'linear',
        symbol: 'BTCUSDT',
        side: 'Buy',
        orderLinkId: 'ft-1',
        orderType: 'Limit',
        qty: '0.01000',
        price: '50000.10',
        timeInForce: 'FOK',
      },
    ],
  ])('sends %s', async (_, marketType, changes, sent) => {
    const rest = restAt(await startBybit({ 'order/create': acknowledged }), marketType);
    await rest.submitOrder({ ...request, ...changes });
    expect(server?.requests.map(bodyOf)).toEqual([sent]);
  });

  it.each([
    ['another order', ok({ orderId: 'b-1', orderLinkId: 'ft-2' }), /expected ft-1, was ft-2/],
    ['none', ok({}), /POST order\/create: .*result\.orderId/],
  ])('does not take an answer about %s for its own', async (_, body, message) => {
    const rest = restAt(await startBybit({ 'order/create': () => body }));
    const failure = await rest.submitOrder(request).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ExchangeFailure', origin: 'unreadable' });
    expect((failure as Error).message).toMatch(message);
  });

  it('is made once whatever comes back', async () => {
    const rest = restAt(await startBybit({ 'order/create': () => refusal(10016) }));
    await expect(rest.submitOrder(request)).rejects.toMatchObject({ details: { code: '10016' } });
    expect(called()).toEqual(['order/create']);
  });
});

describe('looking an order up', () => {
  it('asks by client order id until the exchange’s is known', async () => {
    const rest = restAt(await startBybit({ 'order/realtime': () => list([spotOrder]) }));
    expect(await rest.fetchOrder(byClientId)).toEqual({
      clientOrderId: 'ft-1',
      exchangeOrderId: 'b-1',
      symbol: 'BTC/USDT',
      status: 'PARTIALLY_FILLED',
      filledQuantity: '0.004',
      cumulativeQuote: '200',
      terms: {
        side: 'BUY',
        orderType: 'LIMIT',
        quantity: '0.01',
        price: '50000',
        timeInForce: 'GTC',
        reduceOnly: false,
      },
    });
    await rest.fetchOrder(byExchangeId);
    expect(server?.requests.map(parametersOf)).toEqual([
      { category: 'spot', symbol: 'BTCUSDT', orderLinkId: 'ft-1' },
      { category: 'spot', symbol: 'BTCUSDT', orderId: 'b-1' },
    ]);
  });

  it('finds in the history what has left the open and recent orders', async () => {
    const ended = { ...spotOrder, orderStatus: 'PartiallyFilledCanceled' };
    const rest = restAt(
      await startBybit({
        'order/realtime': () => list([]),
        'order/history': () => list([ended]),
      }),
    );
    expect(await rest.fetchOrder(byClientId)).toMatchObject({
      status: 'CANCELLED',
      filledQuantity: '0.004',
    });
    expect(called()).toEqual(['order/realtime', 'order/history']);
  });

  it.each([
    ['both lists are empty', list([])],
    ['both say that there is none', refusal(110001)],
    ['both say so in spot’s words', refusal(170213)],
  ])('says that there is none when %s', async (_, body) => {
    const rest = restAt(
      await startBybit({ 'order/realtime': () => body, 'order/history': () => body }),
    );
    expect(await rest.fetchOrder(byClientId)).toBeNull();
    expect(called()).toEqual(['order/realtime', 'order/history']);
  });

  it.each([
    ['another client order id', { orderLinkId: 'ft-2' }],
    ['another market', { symbol: 'ETHUSDT' }],
  ])('neither takes an order of %s for it nor calls it missing', async (_, fields) => {
    const rows = [{ ...spotOrder, ...fields }];
    const rest = restAt(await startBybit({ 'order/realtime': () => list(rows) }));
    await expect(rest.fetchOrder(byClientId)).rejects.toMatchObject({ origin: 'unreadable' });
  });

  it.each([
    ['a time-out', refusal(10000)],
    ['too many requests', refusal(10006)],
    ['no code', {}],
    ['a page of HTML', '<html>Please wait</html>'],
    ['no list', ok({})],
    ['an order without its quantity', list([{ ...spotOrder, cumExecQty: undefined }])],
    ['an undocumented status', list([{ ...spotOrder, orderStatus: 'Paused' }])],
  ])('does not call it missing on %s', async (_, body) => {
    const rest = restAt(await startBybit({ 'order/realtime': () => body }));
    const failure = await rest.fetchOrder(byClientId).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ExchangeFailure);
    expect((failure as Error).message).toMatch(/^bybit GET order\/realtime: /);
  });

  it('names the field that an answer lacks', async () => {
    const rows = [{ ...spotOrder, cumExecQty: undefined }];
    const rest = restAt(await startBybit({ 'order/realtime': () => list(rows) }));
    await expect(rest.fetchOrder(byClientId)).rejects.toThrow(/result\.list\.0\.cumExecQty/);
  });

  it('tells no terms of an order for an amount before it has bought, and then what it bought', async () => {
    const bought = { ...spotOrder, orderType: 'Market', marketUnit: 'quoteCoin', qty: '500' };
    let row = { ...bought, cumExecQty: '0', cumExecValue: '0', orderStatus: 'New' };
    const rest = restAt(await startBybit({ 'order/realtime': () => list([row]) }));
    expect(await rest.fetchOrder(byClientId)).toMatchObject({ terms: null, isByCost: true });
    row = { ...row, cumExecQty: '0.01', cumExecValue: '500', orderStatus: 'Filled' };
    expect(await rest.fetchOrder(byClientId)).toMatchObject({
      status: 'FILLED',
      terms: { orderType: 'MARKET', quantity: '0.01', price: null },
    });
  });

  it('asks for contracts that settle in another coin by their own ids', async () => {
    const row = { ...linearOrder, symbol: 'BTCPERP', orderLinkId: 'ft-1' };
    const rest = restAt(
      await startBybit({
        'market/instruments-info': () => list([linearInstrument, usdcInstrument]),
        'order/realtime': () => list([row]),
      }),
      'FUTURES',
    );
    const reference = { ...byClientId, symbol: 'BTC/USDC' };
    expect(await rest.fetchOrder(reference)).toMatchObject({ symbol: 'BTC/USDC' });
    expect(server?.requests.map(parametersOf).at(-1)?.['symbol']).toBe('BTCPERP');
  });
});

describe('open orders', () => {
  const open = (id: string, fields: object = {}) => ({
    ...spotOrder,
    orderId: id,
    orderLinkId: `ft-${id}`,
    orderStatus: 'New',
    cumExecQty: '0',
    ...fields,
  });

  it('are read page by page, each once, without those that have ended or are not listed', async () => {
    const pages: Record<string, unknown> = {
      '': list([open('3'), open('2', { orderStatus: 'Filled', cumExecQty: '0.01' })], 'p%3A2'),
      'p:2': list([open('2'), open('1'), open('0', { symbol: 'NOPEUSDT' })], 'p%3A3'),
      'p:3': list([], 'p%3A4'),
    };
    const rest = restAt(
      await startBybit({
        'market/instruments-info': () => list([spotInstrument]),
        'order/realtime': (received) => pages[parametersOf(received)['cursor'] ?? ''],
      }),
    );
    const orders = await rest.fetchOpenOrders([]);
    expect(orders.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(['3', '2', '1']);
    expect(server?.requests.slice(1).map(parametersOf)[0]).toEqual({
      category: 'spot',
      openOnly: '0',
      limit: '50',
    });
  });

  it('are asked for by each coin that contracts settle in', async () => {
    const rest = restAt(
      await startBybit({
        'market/instruments-info': () => list([linearInstrument, usdcInstrument]),
        'order/realtime': (received) =>
          parametersOf(received)['settleCoin'] === 'USDC'
            ? list([{ ...open('2'), symbol: 'BTCPERP', orderLinkId: '' }])
            : list([open('1')]),
      }),
      'FUTURES',
    );
    expect(await rest.fetchOpenOrders([])).toMatchObject([
      { symbol: 'BTC/USDT', clientOrderId: 'ft-1' },
      { symbol: 'BTC/USDC', clientOrderId: '2' },
    ]);
  });

  it('end with a server that gives the same cursor again', async () => {
    const rest = restAt(
      await startBybit({
        'market/instruments-info': () => list([spotInstrument]),
        'order/realtime': () => list([open('1')], 'again'),
      }),
    );
    expect(await rest.fetchOpenOrders([])).toHaveLength(1);
    expect(called()).toHaveLength(3);
  });

  it('leave out one that is not as documented, report it, and read on', async () => {
    const bad = open('2', { orderStatus: 'PendingNew' });
    const pages: Record<string, unknown> = {
      '': list([open('3')], 'p2'),
      p2: list([bad], 'p3'),
      p3: list([bad, open('1')]),
    };
    const rest = restAt(
      await startBybit({
        'market/instruments-info': () => list([spotInstrument]),
        'order/realtime': (received) => pages[parametersOf(received)['cursor'] ?? ''],
      }),
    );
    const problems: string[] = [];
    const orders = await rest.fetchOpenOrders([], (problem) => problems.push(problem));
    expect(orders.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(['3', '1']);
    expect(problems).toEqual([
      'bybit GET order/realtime: a row of the answer is not as documented: orderStatus: is not a documented order status: "PendingNew"',
    ]);
    await expect(rest.fetchOpenOrders([])).rejects.toMatchObject({
      origin: 'unreadable',
      message: problems[0],
    });
  });

  it('are an error when they are no list, and one order that is not as documented is, too', async () => {
    let answer: unknown = ok({ list: {} });
    const rest = restAt(
      await startBybit({
        'market/instruments-info': () => list([spotInstrument]),
        'order/realtime': () => answer,
      }),
    );
    const problems: string[] = [];
    const orders = rest.fetchOpenOrders([], (problem) => problems.push(problem));
    await expect(orders).rejects.toMatchObject({ origin: 'unreadable' });
    expect(problems).toEqual([]);
    answer = list([{ ...spotOrder, orderStatus: 'PendingNew' }]);
    await expect(rest.fetchOrder(byClientId)).rejects.toMatchObject({ origin: 'unreadable' });
  });
});

describe('cancelling', () => {
  it('tells how the order ended, since the answer does not', async () => {
    const rest = restAt(
      await startBybit({
        'order/cancel': acknowledged,
        'order/realtime': (_, times) =>
          list([
            { ...spotOrder, ...(times < 3 ? {} : { orderStatus: 'PartiallyFilledCanceled' }) },
          ]),
      }),
    );
    expect(await rest.cancelOrder(byClientId)).toMatchObject({
      status: 'CANCELLED',
      filledQuantity: '0.004',
    });
    expect(bodyOf(server!.requests[0]!)).toEqual({
      category: 'spot',
      symbol: 'BTCUSDT',
      orderLinkId: 'ft-1',
      orderFilter: 'Order',
    });
  });

  it('says no more than it knows when the end is not told in time', async () => {
    const rest = restAt(
      await startBybit({
        'order/cancel': acknowledged,
        'order/realtime': (_, times) => (times === 2 ? list([spotOrder]) : refusal(10016)),
      }),
      'FUTURES',
    );
    expect(await rest.cancelOrder(byExchangeId)).toMatchObject({ status: 'PARTIALLY_FILLED' });
    expect(bodyOf(server!.requests[0]!)).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      orderId: 'b-1',
    });
  });

  it('stands though nothing can be read', async () => {
    const rest = restAt(await startBybit({ 'order/cancel': acknowledged }));
    expect(await rest.cancelOrder(byClientId)).toEqual({
      clientOrderId: 'ft-1',
      exchangeOrderId: 'b-1',
      status: 'NEW',
      filledQuantity: '0',
    });
  });

  it.each([110001, 170213, 110008, 110010, 170139, 170142, 170143, 170190])(
    'finds nothing left on %i',
    async (code) => {
      const rest = restAt(await startBybit({ 'order/cancel': () => refusal(code) }));
      expect(await rest.cancelOrder(byClientId)).toBeNull();
    },
  );

  it.each([170147, 10005, 99999])('does not call %i an end', async (code) => {
    const rest = restAt(await startBybit({ 'order/cancel': () => refusal(code) }));
    await expect(rest.cancelOrder(byClientId)).rejects.toMatchObject({
      details: { code: String(code) },
    });
  });
});
