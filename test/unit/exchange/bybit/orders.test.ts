import { describe, expect, it } from 'vitest';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { queryOf } from '../../../kit/exchange/http-server.js';
import {
  byClientId,
  byExchangeId,
  calledAt,
  linearInstrument,
  linearOrder,
  list,
  ok,
  refusal,
  restAt,
  spotInstrument,
  spotOrder,
  startBybit,
  usdcInstrument,
} from './fixtures.js';

describe('looking an order up', () => {
  it('asks by client order id until the exchange’s is known', async () => {
    const server = await startBybit({ 'order/realtime': () => list([spotOrder]) });
    const rest = restAt(server);
    expect(await rest.fetchOrder(byClientId)).toEqual({
      clientOrderId: 'ft-1',
      exchangeOrderId: 'b-1',
      symbol: 'BTC/USDT',
      status: 'PARTIALLY_FILLED',
      filledQuantity: '0.004',
      cumulativeQuote: '200',
      current: { quantity: '0.01', price: '50000', asOf: '2023-11-14T22:13:20.001Z' },
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
    expect(server.requests.map(queryOf)).toEqual([
      { category: 'spot', symbol: 'BTCUSDT', orderLinkId: 'ft-1' },
      { category: 'spot', symbol: 'BTCUSDT', orderId: 'b-1' },
    ]);
  });

  it('finds in the history what has left the open and recent orders', async () => {
    const ended = { ...spotOrder, orderStatus: 'PartiallyFilledCanceled' };
    const server = await startBybit({
      'order/realtime': () => list([]),
      'order/history': () => list([ended]),
    });
    const rest = restAt(server);
    expect(await rest.fetchOrder(byClientId)).toMatchObject({
      status: 'CANCELLED',
      filledQuantity: '0.004',
    });
    expect(calledAt(server)).toEqual(['order/realtime', 'order/history']);
  });

  it.each([
    ['both lists are empty', list([])],
    ['both say that there is none', refusal(110001)],
    ['both say so in spot’s words', refusal(170213)],
  ])('says that there is none when %s', async (_, body) => {
    const server = await startBybit({ 'order/realtime': () => body, 'order/history': () => body });
    const rest = restAt(server);
    expect(await rest.fetchOrder(byClientId)).toBeNull();
    expect(calledAt(server)).toEqual(['order/realtime', 'order/history']);
  });

  it.each([
    ['another client order id', { orderLinkId: 'ft-2' }],
    ['another market', { symbol: 'ETHUSDT' }],
  ])('neither takes an order of %s for it nor calls it missing', async (_, fields) => {
    const rows = [{ ...spotOrder, ...fields }];
    const server = await startBybit({ 'order/realtime': () => list(rows) });
    const rest = restAt(server);
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
    const server = await startBybit({ 'order/realtime': () => body });
    const rest = restAt(server);
    const failure = await rest.fetchOrder(byClientId).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ExchangeFailure);
    expect((failure as Error).message).toMatch(/^bybit GET order\/realtime: /);
  });

  it('names the field that an answer lacks', async () => {
    const rows = [{ ...spotOrder, cumExecQty: undefined }];
    const server = await startBybit({ 'order/realtime': () => list(rows) });
    const rest = restAt(server);
    await expect(rest.fetchOrder(byClientId)).rejects.toThrow(/result\.list\.0\.cumExecQty/);
  });

  it('names no terms of an order for an amount until it has bought', async () => {
    const bought = { ...spotOrder, orderType: 'Market', marketUnit: 'quoteCoin', qty: '500' };
    let row = { ...bought, cumExecQty: '0', cumExecValue: '0', orderStatus: 'New' };
    const server = await startBybit({ 'order/realtime': () => list([row]) });
    const rest = restAt(server);
    expect(await rest.fetchOrder(byClientId)).toMatchObject({ terms: null, isByCost: true });
    row = { ...row, cumExecQty: '0.01', cumExecValue: '500', orderStatus: 'Filled' };
    expect(await rest.fetchOrder(byClientId)).toMatchObject({
      status: 'FILLED',
      terms: { orderType: 'MARKET', quantity: '0.01', price: null },
    });
  });

  it('asks for contracts that settle in another coin by their own ids', async () => {
    const row = { ...linearOrder, symbol: 'BTCPERP', orderLinkId: 'ft-1' };
    const server = await startBybit({
      'market/instruments-info': () => list([linearInstrument, usdcInstrument]),
      'order/realtime': () => list([row]),
    });
    const rest = restAt(server, 'FUTURES');
    const reference = { ...byClientId, symbol: 'BTC/USDC' };
    expect(await rest.fetchOrder(reference)).toMatchObject({ symbol: 'BTC/USDC' });
    expect(server.requests.map(queryOf).at(-1)?.['symbol']).toBe('BTCPERP');
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

  it('are read page by page, each once, without those that ended or are not listed', async () => {
    const pages: Record<string, unknown> = {
      '': list([open('3'), open('2', { orderStatus: 'Filled', cumExecQty: '0.01' })], 'p%3A2'),
      'p:2': list([open('2'), open('1'), open('0', { symbol: 'NOPEUSDT' })], 'p%3A3'),
      'p:3': list([], 'p%3A4'),
    };
    const server = await startBybit({
      'market/instruments-info': () => list([spotInstrument]),
      'order/realtime': (received) => pages[queryOf(received)['cursor'] ?? ''],
    });
    const rest = restAt(server);
    const orders = await rest.fetchOpenOrders([]);
    expect(orders.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(['3', '2', '1']);
    expect(server.requests.slice(1).map(queryOf)[0]).toEqual({
      category: 'spot',
      openOnly: '0',
      limit: '50',
    });
  });

  it('are asked for by each coin that contracts settle in', async () => {
    const server = await startBybit({
      'market/instruments-info': () => list([linearInstrument, usdcInstrument]),
      'order/realtime': (received) =>
        queryOf(received)['settleCoin'] === 'USDC'
          ? list([{ ...open('2'), symbol: 'BTCPERP', orderLinkId: '' }])
          : list([open('1')]),
    });
    const rest = restAt(server, 'FUTURES');
    expect(await rest.fetchOpenOrders([])).toMatchObject([
      { symbol: 'BTC/USDT', clientOrderId: 'ft-1' },
      { symbol: 'BTC/USDC', clientOrderId: '2' },
    ]);
  });

  it('end with a server that gives the same cursor again', async () => {
    const server = await startBybit({
      'market/instruments-info': () => list([spotInstrument]),
      'order/realtime': () => list([open('1')], 'again'),
    });
    const rest = restAt(server);
    expect(await rest.fetchOpenOrders([])).toHaveLength(1);
    expect(calledAt(server)).toHaveLength(3);
  });

  it('leave out one that is not as documented, report it, and read on', async () => {
    const bad = open('2', { orderStatus: 'PendingNew' });
    const pages: Record<string, unknown> = {
      '': list([open('3')], 'p2'),
      p2: list([bad], 'p3'),
      p3: list([bad, open('1')]),
    };
    const server = await startBybit({
      'market/instruments-info': () => list([spotInstrument]),
      'order/realtime': (received) => pages[queryOf(received)['cursor'] ?? ''],
    });
    const rest = restAt(server);
    const problems: string[] = [];
    const orders = await rest.fetchOpenOrders([], (problem) => problems.push(problem));
    expect(orders.map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(['3', '1']);
    expect(problems).toEqual([
      'bybit GET order/realtime: a row of the answer is not as documented: ' +
        'orderStatus: is not a documented order status: "PendingNew"',
    ]);
    await expect(rest.fetchOpenOrders([])).rejects.toMatchObject({
      origin: 'unreadable',
      message: problems[0],
    });
  });

  it('are an error when they are no list, as is one order that is not as documented', async () => {
    let answer: unknown = ok({ list: {} });
    const server = await startBybit({
      'market/instruments-info': () => list([spotInstrument]),
      'order/realtime': () => answer,
    });
    const rest = restAt(server);
    const problems: string[] = [];
    const orders = rest.fetchOpenOrders([], (problem) => problems.push(problem));
    await expect(orders).rejects.toMatchObject({ origin: 'unreadable' });
    expect(problems).toEqual([]);
    answer = list([{ ...spotOrder, orderStatus: 'PendingNew' }]);
    await expect(rest.fetchOrder(byClientId)).rejects.toMatchObject({ origin: 'unreadable' });
  });
});
