import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../../../src/exchange/kit/parse-answer.js';
import { toListedOrder } from '../../../../../src/exchange/kit/korean/answers.js';
import { toView, type KoreanOrder } from '../../../../../src/exchange/kit/korean/order.js';
import { orderAnswer } from '../../../../../src/exchange/kit/korean/wire.js';
import { bithumbOrder, upbitMarketBuy, upbitNewOrder, upbitOrder } from './fixtures.js';

const limit: KoreanOrder = {
  exchangeOrderId: 'u-1',
  clientOrderId: 'ft-1',
  quote: 'KRW',
  side: 'BUY',
  type: 'limit',
  state: 'wait',
  price: '95000000',
  volume: '0.001',
  executed: '0',
  funds: '0',
  paidFee: '0',
};
const buy: KoreanOrder = { ...limit, type: 'price', price: '10000', volume: null };
const bought = { executed: '0.00010526', funds: '9999.7', paidFee: '4.99985' };

describe('the status of an order', () => {
  it.each([
    ['one that waits', {}, 'NEW'],
    ['one that waits for its trigger', { state: 'watch' }, 'NEW'],
    ['one that waits and has filled in part', { executed: '0.0004' }, 'PARTIALLY_FILLED'],
    ['a trade', { state: 'trade', executed: '0.0004' }, 'PARTIALLY_FILLED'],
    ['the trade that fills it', { state: 'trade', executed: '0.001' }, 'FILLED'],
    ['a part met an own order', { state: 'prevented', executed: '0.0004' }, 'PARTIALLY_FILLED'],
    ['done', { state: 'done', executed: '0.001' }, 'FILLED'],
    ['done before its trades are told', { state: 'done' }, 'FILLED'],
    ['done with a rest, as Bithumb ends IOC', { state: 'done', executed: '0.0004' }, 'CANCELLED'],
    ['cancelled', { state: 'cancel' }, 'CANCELLED'],
    ['cancelled after a part', { state: 'cancel', executed: '0.0004' }, 'CANCELLED'],
    ['cancelled too late', { state: 'cancel', executed: '0.001' }, 'FILLED'],
  ] as const)('reads %s', (_, changes, status) => {
    expect(toView({ ...limit, ...changes })).toMatchObject({ status });
  });

  it.each([
    ['a market buy that has filled in part', { state: 'trade', ...bought }, 'PARTIALLY_FILLED'],
    ['one that has spent what can be spent', { state: 'cancel', ...bought }, 'FILLED'],
    ['one that has spent all', { state: 'done', ...bought }, 'FILLED'],
    [
      'one whose fee was part of the cost',
      { state: 'cancel', ...bought, price: '10004' },
      'FILLED',
    ],
    ['one that found no more sellers', { state: 'cancel', ...bought, price: '20000' }, 'CANCELLED'],
    ['one that found none at all', { state: 'cancel', executed: '0', funds: '0' }, 'CANCELLED'],
    ['one that does not tell what it spent', { state: 'cancel', ...bought, funds: null }, 'FILLED'],
  ] as const)('reads %s', (_, changes, status) => {
    expect(toView({ ...buy, ...changes })).toMatchObject({ status, isByCost: true });
  });

  it('does not take a market sell or a best ask for an order by cost', () => {
    const sell = { ...limit, side: 'SELL' as const, price: null, state: 'cancel' as const };
    for (const type of ['market', 'best']) {
      const view = toView({ ...sell, type, executed: '0.0004' });
      expect(view).not.toHaveProperty('isByCost');
      expect(view).toMatchObject({ status: 'CANCELLED', filledQuantity: '0.0004' });
    }
  });

  it('names who cancelled it, unless that was the account itself', () => {
    const cancelled = { ...limit, state: 'cancel' as const };
    expect(toView({ ...cancelled, cancelType: 'stp_cancel' }).reason).toBe('stp_cancel');
    expect(toView({ ...cancelled, cancelType: 'user' }).reason).toBeUndefined();
  });

  it('knows an order without a client’s id by the exchange’s', () => {
    expect(toView({ ...limit, clientOrderId: null }).clientOrderId).toBe('u-1');
  });
});

describe('an order in an answer', () => {
  const listed = (wire: object) => toListedOrder(orderAnswer.parse(wire), 'BTC/KRW');

  it('is told with its terms', () => {
    expect(listed(upbitOrder)).toEqual({
      clientOrderId: 'ft-1',
      exchangeOrderId: 'u-1',
      symbol: 'BTC/KRW',
      status: 'PARTIALLY_FILLED',
      filledQuantity: '0.0004',
      terms: {
        side: 'BUY',
        orderType: 'LIMIT',
        quantity: '0.001',
        price: '95000000',
        timeInForce: 'GTC',
        reduceOnly: false,
      },
    });
    expect(listed(bithumbOrder)).toMatchObject({
      clientOrderId: 'ft-1',
      exchangeOrderId: 'C0101',
      cumulativeQuote: '38000',
    });
  });

  it('is of the size that it bought where it was to spend an amount', () => {
    expect(listed(upbitMarketBuy)).toMatchObject({
      status: 'FILLED',
      isByCost: true,
      cumulativeQuote: '9999.7',
      terms: { orderType: 'MARKET', quantity: '0.00010526', price: null },
    });
    const unfilled = { ...upbitMarketBuy, state: 'wait', executed_volume: '0' };
    expect(listed(unfilled).terms).toBeNull();
  });

  it('tells IOC and FOK, and takes post-only for what may rest', () => {
    const terms = (time_in_force: string | null) =>
      listed({ ...upbitNewOrder, time_in_force }).terms?.timeInForce;
    expect(['ioc', 'fok', 'post_only', null].map(terms)).toEqual(['IOC', 'FOK', 'GTC', 'GTC']);
  });

  it.each([
    ['a state that is not documented', { state: 'paused' }, /state: is not a documented.*"paused"/],
    ['a side that is not documented', { side: 'long' }, /side: is not a side: "long"/],
    ['a figure that is none', { executed_volume: '0,4' }, /executed_volume: must be a number/],
    ['no figure', { paid_fee: undefined }, /paid_fee/],
    ['a time without its zone', { created_at: '2026-01-02T10:00:00' }, /created_at/],
  ])('is not guessed at: %s', (_, changes, problem) => {
    const what = { exchange: 'upbit', call: 'GET order' };
    const parse = () => parseAnswer(what, orderAnswer, { ...upbitOrder, ...changes });
    expect(parse).toThrow(problem);
    expect(parse).toThrow(/^upbit GET order: the answer is not as documented: /);
  });
});
