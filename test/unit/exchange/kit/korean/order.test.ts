import { describe, expect, it } from 'vitest';
import { toView, type KoreanOrder } from '../../../../../src/exchange/kit/korean/order.js';

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

const ioc = { state: 'done', timeInForce: 'ioc' } as const;

describe('the status of an order', () => {
  it.each([
    ['one that waits', {}, 'NEW'],
    ['one that waits for its trigger', { state: 'watch' }, 'NEW'],
    ['one that waits and has filled in part', { executed: '0.0004' }, 'PARTIALLY_FILLED'],
    ['a trade', { state: 'trade', executed: '0.0004' }, 'PARTIALLY_FILLED'],
    ['the trade that fills it', { state: 'trade', executed: '0.001' }, 'FILLED'],
    ['a part met an own order', { state: 'prevented', executed: '0.0004' }, 'PARTIALLY_FILLED'],
    ['done', { state: 'done', executed: '0.001' }, 'FILLED'],
    ['done before its fills are listed', { state: 'done' }, 'FILLED'],
    ['done with a rest, as Bithumb ends IOC', { state: 'done', executed: '0.0004' }, 'EXPIRED'],
    ['an IOC order, done with a rest', { ...ioc, executed: '0.0004' }, 'EXPIRED'],
    ['an IOC order, done with all of it', { ...ioc, executed: '0.001' }, 'FILLED'],
    ['an IOC order, done with nothing', ioc, 'EXPIRED'],
    ['a FOK order, done with nothing', { ...ioc, timeInForce: 'fok' }, 'EXPIRED'],
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
    ['one that is done with half unspent', { state: 'done', ...bought, price: '20000' }, 'EXPIRED'],
    ['one that is done before its fills are listed', { state: 'done', funds: '0' }, 'FILLED'],
    [
      'one that is done and does not say of how much',
      { state: 'done', ...bought, price: null },
      'FILLED',
    ],
    ['one that found none at all', { state: 'cancel', executed: '0', funds: '0' }, 'CANCELLED'],
    [
      'one that was cancelled and does not yet say what it spent',
      { state: 'cancel', ...bought, funds: null },
      'PARTIALLY_FILLED',
    ],
    [
      'one that is done and does not yet say what it spent',
      { state: 'done', ...bought, funds: null },
      'PARTIALLY_FILLED',
    ],
    ['one that bought nothing and does not say so', { state: 'cancel', funds: null }, 'CANCELLED'],
    ['one that is done and names neither amount', { state: 'done', funds: null }, 'FILLED'],
    [
      'one that says neither what it spent nor of how much',
      { state: 'cancel', ...bought, price: null, funds: null },
      'FILLED',
    ],
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

  it('says why it ended short', () => {
    const done = { state: 'done' as const, price: '20000' };
    expect(toView({ ...buy, ...bought, ...done }).reason).toBe(
      'done with 9999.7 of 20000 KRW spent',
    );
    expect(toView({ ...buy, ...bought, ...done, state: 'cancel' }).reason).toBe(
      'cancel with 9999.7 of 20000 KRW spent',
    );
    expect(toView({ ...limit, ...ioc, executed: '0.0004' }).reason).toBe(
      'done with 0.0004 of 0.001 filled',
    );
    expect(toView({ ...limit, ...ioc, executed: '0.001' }).reason).toBeUndefined();
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
