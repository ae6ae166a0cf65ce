import { describe, expect, it } from 'vitest';
import { toFills, toListedOrder } from '../../../../../src/exchange/kit/korean/answers.js';
import { orderAnswer } from '../../../../../src/exchange/kit/korean/wire.js';
import { parseAnswer } from '../../../../../src/exchange/kit/parse-answer.js';
import { bithumbOrder, trade, upbitMarketBuy, upbitNewOrder, upbitOrder } from './fixtures.js';

describe('an order in an answer', () => {
  const listed = (wire: object) => toListedOrder(orderAnswer.parse(wire), 'BTC/KRW');

  it('is listed with its terms', () => {
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

  it('has not ended as far as is known while the fills of a market buy are not all listed', () => {
    const half = { ...upbitMarketBuy, executed_volume: '0.00005', executed_funds: undefined };
    const fill = { ...trade, volume: '0.00005', funds: '4750' };
    const statusWith = (trades: readonly object[] | undefined) =>
      listed({ ...half, trades }).status;
    expect(statusWith(undefined)).toBe('PARTIALLY_FILLED');
    expect(statusWith([])).toBe('PARTIALLY_FILLED');
    expect(statusWith([{ ...fill, volume: '0.00003' }])).toBe('PARTIALLY_FILLED');
    expect(statusWith([fill])).toBe('CANCELLED');
    // One of the exchanges names the amount itself.
    expect(listed({ ...half, executed_funds: '4750', trades: [] }).status).toBe('CANCELLED');
  });

  it('names IOC and FOK, and takes post-only for what may rest', () => {
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

describe('fills of an order', () => {
  it('are listed oldest first, in the quote asset, in UTC, and without a maker flag', () => {
    const later = { ...trade, uuid: 't-2', created_at: '2026-01-02T10:00:05+09:00' };
    const answer = {
      ...bithumbOrder,
      executed_volume: '0.0008',
      paid_fee: '38',
      trades: [later, trade],
    };
    const fills = toFills(orderAnswer.parse({ ...answer, executed_funds: '76000' }), 'BTC/KRW');
    expect(fills).toEqual([
      {
        exchangeTradeId: 't-1',
        price: '95000000',
        quantity: '0.0004',
        isMaker: null,
        fee: '19',
        feeAsset: 'KRW',
        realizedPnl: null,
        hasUnverifiedId: true,
        orderFee: { paid: '38', atQuantity: '0.0008', isShared: true },
        executedAt: '2026-01-02T01:00:01.123Z',
      },
      expect.objectContaining({ exchangeTradeId: 't-2', executedAt: '2026-01-02T01:00:05.000Z' }),
    ]);
  });
});
