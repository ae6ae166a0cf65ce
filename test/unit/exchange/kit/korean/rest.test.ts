import { describe, expect, it } from 'vitest';
import type { SentAnswer } from '../../../../kit/exchange/http-server.js';
import { orderRequest, restAt, trade, upbitOrder } from './fixtures.js';
import {
  both,
  CANCEL,
  idField,
  ids,
  NOT_FOUND,
  received,
  sent,
  serve,
  stored,
  SUBMIT,
  submit,
  taken,
  typeField,
} from './order-server.js';

describe.each(both)('an order on %s', (exchange) => {
  it('is sent once, untouched, and acknowledged', async () => {
    const price = '95123456.78901234';
    const answer = await submit(exchange, { price, quantity: '0.00123456' });
    expect(answer).toEqual({
      view: {
        clientOrderId: 'ft-1',
        exchangeOrderId: ids[exchange],
        status: 'NEW',
        filledQuantity: '0',
      },
      fills: [],
      isAcknowledgement: true,
    });
    expect(received()).toHaveLength(1);
    expect(sent().body).toEqual({
      market: 'KRW-BTC',
      side: 'bid',
      [typeField[exchange]]: 'limit',
      price,
      volume: '0.00123456',
      [idField[exchange]]: 'ft-1',
    });
  });

  it('carries its time in force', async () => {
    await submit(exchange, { timeInForce: 'IOC' });
    expect(sent().body).toMatchObject({ time_in_force: 'ioc' });
    await submit(exchange, { timeInForce: 'FOK' });
    expect(sent().body).toMatchObject({ time_in_force: 'fok' });
  });

  it('sells at the market by quantity', async () => {
    await submit(exchange, { side: 'SELL', orderType: 'MARKET', price: null, quantity: '0.5' });
    expect(sent().body).toEqual({
      market: 'KRW-BTC',
      side: 'ask',
      [typeField[exchange]]: 'market',
      volume: '0.5',
      [idField[exchange]]: 'ft-1',
    });
  });

  it('is not taken for ours when the answer names another, or none', async () => {
    for (const named of ['ft-2', undefined]) {
      const other = { ...taken[exchange], [idField[exchange]]: named };
      await expect(submit(exchange, {}, { [SUBMIT[exchange]]: other })).rejects.toMatchObject({
        name: 'ExchangeFailure',
        origin: 'unreadable',
      });
    }
  });

  it('fails with the exchange’s name for the error, and no token in its words', async () => {
    const error = { name: 'insufficient_funds_bid', message: '주문가능한 금액(KRW)이 부족합니다.' };
    const refused = { [SUBMIT[exchange]]: () => ({ status: 400, body: { error } }) };
    const failure: unknown = await submit(exchange, {}, refused).catch((caught: unknown) => caught);
    expect(failure).toMatchObject({
      origin: 'answer',
      details: { exchange, code: error.name, words: error.message, httpStatus: 400 },
    });
    expect(String(failure)).not.toMatch(/Bearer|eyJ/);
  });

  it('takes a page of HTML for no answer', async () => {
    const html = { [SUBMIT[exchange]]: '<html>Please wait</html>' };
    await expect(submit(exchange, {}, html)).rejects.toMatchObject({ origin: 'unreadable' });
  });
});

describe.each(both)('an order read on %s', (exchange) => {
  const reference = { symbol: 'BTC/KRW', clientOrderId: 'ft-1' };
  const named = { ...reference, exchangeOrderId: ids[exchange] };

  it('is asked for by the exchange’s id, or by ours while that is not known', async () => {
    const rest = restAt(exchange, await serve({ 'GET /v1/order': stored[exchange] }));
    expect(await rest.fetchOrder(named)).toMatchObject({
      symbol: 'BTC/KRW',
      filledQuantity: '0.0004',
    });
    expect(sent().query.toString()).toBe(`uuid=${ids[exchange]}`);
    expect(await rest.fetchOrder(reference)).toMatchObject({ exchangeOrderId: ids[exchange] });
    expect(sent().query.toString()).toBe(`${idField[exchange]}=ft-1`);
  });

  it('does not exist only when the exchange says so', async () => {
    let answer: SentAnswer = { status: 404, body: NOT_FOUND };
    const rest = restAt(exchange, await serve({ 'GET /v1/order': () => answer }));
    expect(await rest.fetchOrder(reference)).toBeNull();
    for (const other of [{ name: 404, message: 'no Route' }, { name: 'not_found' }]) {
      answer = { status: 404, body: { error: other } };
      await expect(rest.fetchOrder(reference)).rejects.toMatchObject({ origin: 'answer' });
    }
  });

  it.each([
    ['another order of ours', { identifier: 'ft-2', client_order_id: 'ft-2' }, reference],
    ['an order without our id', { identifier: null, client_order_id: undefined }, reference],
    ['another order', { uuid: 'other' }, named],
    ['an order of another market', { market: 'KRW-ETH' }, named],
  ])('is not taken from an answer about %s', async (_, changes, asked) => {
    const answer = { ...stored[exchange], ...changes };
    const rest = restAt(exchange, await serve({ 'GET /v1/order': answer }));
    await expect(rest.fetchOrder(asked)).rejects.toMatchObject({ origin: 'unreadable' });
  });

  it('names exchange, call and field when it is not as documented', async () => {
    const answer = { ...stored[exchange], executed_volume: undefined };
    const rest = restAt(exchange, await serve({ 'GET /v1/order': answer }));
    await expect(rest.fetchOrder(reference)).rejects.toThrow(
      new RegExp(`^${exchange} GET order: the answer is not as documented: executed_volume`),
    );
  });

  it('has the fills that are inside it', async () => {
    const rest = restAt(
      exchange,
      await serve({ 'GET /v1/order': { ...stored[exchange], trades: [trade] } }),
    );
    expect(await rest.fetchFills(named)).toMatchObject([{ exchangeTradeId: 't-1', fee: '19' }]);
  });

  it('is not asked for its fills once the caller’s time is over', async () => {
    const origin = await serve({ 'GET /v1/order': stored[exchange] });
    const order = { symbol: 'BTC/KRW', clientOrderId: 'ft-1', exchangeOrderId: ids[exchange] };
    const reading = restAt(exchange, origin).fetchFills(order, { endBy: Date.now() });
    await expect(reading).rejects.toMatchObject({ origin: 'too_late' });
    expect(received()).toEqual([]);
  });

  it('keeps figures that come as JSON numbers to the last digit', async () => {
    const text = JSON.stringify(stored[exchange]).replace(
      '"executed_volume":"0.0004"',
      '"executed_volume":0.00040000000000000001',
    );
    const rest = restAt(exchange, await serve({ 'GET /v1/order': text }));
    expect(await rest.fetchOrder(named)).toMatchObject({
      filledQuantity: '0.00040000000000000001',
    });
  });
});

describe.each(both)('the parameters of every call on %s', (exchange) => {
  it('have no array, whose brackets must not be encoded, as ccxt does', async () => {
    const reference = { symbol: 'BTC/KRW', clientOrderId: 'ft-1', exchangeOrderId: ids[exchange] };
    const ended = { ...stored[exchange], state: 'cancel' };
    const origin = await serve({
      [SUBMIT[exchange]]: taken[exchange],
      [CANCEL[exchange]]: taken[exchange],
      'GET /v1/order': ended,
      'GET /v1/orders': [],
      'GET /v1/orders/open': [],
      'GET /v1/orders/closed': [],
      'GET /v1/ticker': [{ market: 'KRW-BTC', trade_price: 95_000_000 }],
    });
    const rest = restAt(exchange, origin);
    await rest.submitOrder({ ...orderRequest, orderType: 'MARKET', price: null });
    await rest.fetchOrder(reference);
    await rest.fetchFills(reference);
    await rest.fetchOpenOrders([]);
    await rest.fetchAccountFills('BTC/KRW', null);
    await rest.cancelOrder(reference);
    const queries = received().map(({ query }) => query);
    expect(queries.length).toBeGreaterThan(8);
    expect(queries.filter((query) => /\[|%5B/i.test(query))).toEqual([]);
  });
});

describe.each(both)('a cancel on %s', (exchange) => {
  const reference = { symbol: 'BTC/KRW', clientOrderId: 'ft-1', exchangeOrderId: ids[exchange] };
  const answer = exchange === 'upbit' ? upbitOrder : { order_id: 'C0101', created_at: 'x' };

  it('returns how the order stands once the exchange has carried it out', async () => {
    const states = ['wait', 'cancel'];
    const origin = await serve({
      [CANCEL[exchange]]: answer,
      'GET /v1/order': () => ({ body: { ...stored[exchange], state: states.shift() ?? 'cancel' } }),
    });
    expect(await restAt(exchange, origin).cancelOrder(reference)).toMatchObject({
      status: 'CANCELLED',
      filledQuantity: '0.0004',
      exchangeOrderId: ids[exchange],
    });
    const own = exchange === 'upbit' ? 'uuid' : 'order_id';
    expect(sent(0).query.toString()).toBe(`${own}=${ids[exchange]}`);
    expect(received().map(({ method }) => method)).toEqual(['DELETE', 'GET', 'GET']);
  });

  it('returns that it is still open when that takes long', async () => {
    const origin = await serve({ [CANCEL[exchange]]: answer, 'GET /v1/order': stored[exchange] });
    const view = await restAt(exchange, origin).cancelOrder(reference);
    expect(view).toMatchObject({ status: 'PARTIALLY_FILLED' });
  });

  it('names the order by our id while the exchange’s is not known', async () => {
    const { symbol, clientOrderId } = reference;
    const ended = { ...stored[exchange], state: 'cancel' };
    const origin = await serve({ [CANCEL[exchange]]: answer, 'GET /v1/order': ended });
    await restAt(exchange, origin).cancelOrder({ symbol, clientOrderId });
    expect(sent(0).query.toString()).toBe(`${idField[exchange]}=ft-1`);
  });

  it('is not acknowledged by a page with HTTP 200', async () => {
    const origin = await serve({
      [CANCEL[exchange]]: '<html>maintenance</html>',
      'GET /v1/order': stored[exchange],
    });
    const failure = { origin: 'unreadable' };
    await expect(restAt(exchange, origin).cancelOrder(reference)).rejects.toMatchObject(failure);
    expect(received().map(({ method }) => method)).toEqual(['DELETE']);
  });

  it('has nothing to do when there is no such order', async () => {
    expect(await restAt(exchange, await serve({})).cancelOrder(reference)).toBeNull();
  });
});
