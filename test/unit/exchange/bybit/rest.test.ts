import { describe, expect, it } from 'vitest';
import type { MarketType } from '../../../../src/domain/order.js';
import {
  bodyOf,
  byClientId,
  byExchangeId,
  calledAt,
  list,
  ok,
  refusal,
  request,
  restAt,
  spotOrder,
  startBybit,
} from './fixtures.js';

const acknowledged = () => ok({ orderId: 'b-1', orderLinkId: 'ft-1' });

describe('submitting', () => {
  it('says that the order was taken in, and nothing of its state', async () => {
    const server = await startBybit({ 'order/create': acknowledged });
    const rest = restAt(server);
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
    expect(calledAt(server)).toEqual(['order/create']);
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
    const server = await startBybit({ 'order/create': acknowledged });
    const rest = restAt(server, marketType);
    await rest.submitOrder({ ...request, ...changes });
    expect(server.requests.map(bodyOf)).toEqual([sent]);
  });

  it.each([
    ['another order', ok({ orderId: 'b-1', orderLinkId: 'ft-2' }), /expected ft-1, was ft-2/],
    ['none', ok({}), /POST order\/create: .*result\.orderId/],
  ])('does not take an answer about %s for its own', async (_, body, message) => {
    const server = await startBybit({ 'order/create': () => body });
    const rest = restAt(server);
    const failure = await rest.submitOrder(request).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ExchangeFailure', origin: 'unreadable' });
    expect((failure as Error).message).toMatch(message);
  });

  it('is made once whatever comes back', async () => {
    const server = await startBybit({ 'order/create': () => refusal(10016) });
    const rest = restAt(server);
    await expect(rest.submitOrder(request)).rejects.toMatchObject({ details: { code: '10016' } });
    expect(calledAt(server)).toEqual(['order/create']);
  });
});

describe('cancelling', () => {
  it('returns how the order ended, since the answer does not say', async () => {
    const server = await startBybit({
      'order/cancel': acknowledged,
      'order/realtime': (_, times) =>
        list([{ ...spotOrder, ...(times < 3 ? {} : { orderStatus: 'PartiallyFilledCanceled' }) }]),
    });
    const rest = restAt(server);
    expect(await rest.cancelOrder(byClientId)).toMatchObject({
      status: 'CANCELLED',
      filledQuantity: '0.004',
    });
    expect(bodyOf(server.requests[0]!)).toEqual({
      category: 'spot',
      symbol: 'BTCUSDT',
      orderLinkId: 'ft-1',
      orderFilter: 'Order',
    });
  });

  it('says no more than it knows when the end is not reported in time', async () => {
    const server = await startBybit({
      'order/cancel': acknowledged,
      'order/realtime': (_, times) => (times === 2 ? list([spotOrder]) : refusal(10016)),
    });
    const rest = restAt(server, 'FUTURES');
    expect(await rest.cancelOrder(byExchangeId)).toMatchObject({ status: 'PARTIALLY_FILLED' });
    expect(bodyOf(server.requests[0]!)).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      orderId: 'b-1',
    });
  });

  it('stands though nothing can be read', async () => {
    const server = await startBybit({ 'order/cancel': acknowledged });
    const rest = restAt(server);
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
      const server = await startBybit({ 'order/cancel': () => refusal(code) });
      const rest = restAt(server);
      expect(await rest.cancelOrder(byClientId)).toBeNull();
    },
  );

  it.each([170147, 10005, 99999])('does not call %i an end', async (code) => {
    const server = await startBybit({ 'order/cancel': () => refusal(code) });
    const rest = restAt(server);
    await expect(rest.cancelOrder(byClientId)).rejects.toMatchObject({
      details: { code: String(code) },
    });
  });
});
