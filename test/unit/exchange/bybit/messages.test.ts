import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../../src/exchange/bybit/messages.js';
import { UnreadableMessage } from '../../../../src/exchange/kit/frames.js';
import { linearExecution, linearOrder, spotExecution, spotOrder } from './fixtures.js';
import { partlyFilled, read, symbolOf, updateOf } from './read-rows.js';

describe('a row of the topic order', () => {
  it('says how the order stands, and names no fill', () => {
    expect(updateOf('order', spotOrder)).toEqual({
      ...partlyFilled,
      cumulativeQuote: '200',
      current: { quantity: '0.01', price: '50000', asOf: '2023-11-14T22:13:20.001Z' },
      mayAmend: true,
      fill: null,
    });
  });

  it.each([
    ['includes what had filled', { qty: '0.025', leavesQty: '0.021' }],
    ['is what was left to fill', { qty: '0.021', leavesQty: '0.021' }],
    ['includes it, and what is left is not named', { qty: '0.025', leavesQty: '' }],
  ])('names the whole quantity of an amended order, if qty %s', (_, fields) => {
    const { current } = updateOf('order', { ...spotOrder, ...fields, price: '49000' });
    expect(current).toMatchObject({ quantity: '0.025', price: '49000' });
  });

  it('never names less than what has filled', () => {
    const ended = { qty: '0.003', leavesQty: '0', orderStatus: 'Filled' };
    expect(updateOf('order', { ...spotOrder, ...ended }).current?.quantity).toBe('0.004');
  });

  it('is not full before the exchange says so, since an amendment may have raised it', () => {
    const row = { ...linearOrder, qty: '0.004', leavesQty: '0.006' };
    expect(updateOf('order', row, 'linear').status).toBe('PARTIALLY_FILLED');
  });

  it.each([
    ['a market order', { orderType: 'Market' }],
    ['a row without the time of its state', { updatedTime: '' }],
  ])('names no terms of %s', (_, fields) => {
    expect(updateOf('order', { ...spotOrder, ...fields })).not.toHaveProperty('current');
  });

  it.each([
    ['Created', '0', 'NEW'],
    ['New', '0', 'NEW'],
    ['Untriggered', '0', 'NEW'],
    ['Triggered', '0', 'NEW'],
    ['PartiallyFilled', '0.004', 'PARTIALLY_FILLED'],
    ['Filled', '0.01', 'FILLED'],
    ['PartiallyFilledCanceled', '0.004', 'CANCELLED'],
    ['Cancelled', '0', 'CANCELLED'],
    ['Cancelled', '0.004', 'CANCELLED'],
    ['Deactivated', '0', 'CANCELLED'],
    ['Rejected', '0', 'REJECTED'],
    ['Rejected', '0.004', 'CANCELLED'],
  ])('%s with %s filled means %s', (orderStatus, cumExecQty, status) => {
    const row = { ...linearOrder, orderStatus, cumExecQty };
    expect(updateOf('order', row, 'linear')).toMatchObject({ status, filledQuantity: cumExecQty });
  });

  it('does not guess what an undocumented state means', () => {
    const { updates, problems } = read('order', [{ ...spotOrder, orderStatus: 'Paused' }], 'spot');
    expect(updates).toEqual([]);
    expect(problems).toEqual([
      'bybit order: orderStatus: is not a documented order status: "Paused"',
    ]);
  });

  it('keeps Filled when a cancel that lost the race reports it once more', () => {
    const row = {
      ...linearOrder,
      orderStatus: 'Filled',
      cumExecQty: '0.01',
      leavesQty: '0',
      cancelType: 'CancelByUser',
      rejectReason: 'EC_OrigClOrdIDDoesNotExist',
    };
    const update = updateOf('order', row, 'linear');
    expect(update.status).toBe('FILLED');
    expect(update.reason).toBeUndefined();
  });

  it.each([
    [{ rejectReason: 'EC_PostOnlyWillTakeLiquidity' }, 'EC_PostOnlyWillTakeLiquidity'],
    [{ cancelType: 'CancelByUser' }, 'CancelByUser'],
    [{ rejectReason: '', cancelType: '' }, undefined],
    [{}, undefined],
  ])('gives the exchange’s reason for an end, of %j', (fields, reason) => {
    const row = { ...spotOrder, orderStatus: 'Cancelled', ...fields };
    expect(updateOf('order', row).reason).toBe(reason);
  });

  it('works the amount out from the average where the total is not named', () => {
    const row = { ...spotOrder, cumExecValue: '', avgPrice: '50000.5' };
    expect(updateOf('order', row).cumulativeQuote).toBe('200.002');
    const silent = { ...spotOrder, cumExecValue: '0', avgPrice: '' };
    expect(updateOf('order', silent)).not.toHaveProperty('cumulativeQuote');
  });

  it('names an order that was placed without an id by the exchange’s', () => {
    expect(updateOf('order', { ...spotOrder, orderLinkId: '' }).clientOrderId).toBe('b-1');
  });

  it('passes over orders by which the exchange passes a position on', () => {
    const row = { ...linearOrder, orderLinkId: '', createType: 'CreateByAdl_PassThrough' };
    expect(read('order', [row], 'linear')).toMatchObject({ updates: [], problems: [] });
  });
});

describe('a spot market order', () => {
  const market = { ...spotOrder, orderType: 'Market', price: '', qty: '0.004' };

  it('is full at its quantity when it was for a quantity', () => {
    const row = { ...market, marketUnit: 'baseCoin' };
    const update = updateOf('order', row);
    expect(update.status).toBe('FILLED');
    expect(update).not.toHaveProperty('isByCost');
  });

  it.each([
    ['names the quote coin', { marketUnit: 'quoteCoin', qty: '200' }],
    ['sells for an amount', { marketUnit: 'quoteCoin', side: 'Sell', qty: '200' }],
    ['is a buy that names nothing', {}],
  ])('is full only when the exchange says so, when it %s', (_, fields) => {
    const update = updateOf('order', { ...market, ...fields });
    expect(update).toMatchObject({ status: 'PARTIALLY_FILLED', isByCost: true });
    const full = { ...market, ...fields, orderStatus: 'Filled' };
    expect(updateOf('order', full).status).toBe('FILLED');
  });

  it('has no quantity at its executions when it was for an amount', () => {
    const execution = { ...spotExecution, orderType: 'Market', orderQty: '500', leavesQty: '300' };
    const update = updateOf('execution', execution);
    expect(update).toMatchObject({
      status: 'PARTIALLY_FILLED',
      filledQuantity: '0.004',
      isByCost: true,
    });
  });
});

describe('a frame', () => {
  it('reports several fills, and an unreadable row takes none of the others along', () => {
    const rows = [
      spotExecution,
      { ...spotExecution, execId: 'e-2', execPrice: 'dear' },
      { ...spotExecution, execId: 'e-3', leavesQty: '0.002' },
    ];
    const { updates, problems } = read('execution', rows, 'spot');
    expect(updates.map(({ fill }) => fill?.exchangeTradeId)).toEqual(['e-1', 'e-3']);
    expect(problems).toEqual(['bybit execution: execPrice: must be a decimal string']);
  });

  it('serves each account its own category only, and listed markets', () => {
    const rows = [
      { ...spotOrder, category: 'spot' },
      { ...linearOrder, category: 'linear' },
      { ...linearOrder, category: 'option', symbol: 'BTC-1JAN27-50000-C', side: 'None' },
      { ...spotOrder, symbol: 'NOPEUSDT' },
    ];
    expect(read('order', rows, 'spot').updates.map((each) => each.exchangeOrderId)).toEqual([
      'b-1',
    ]);
    expect(read('order', rows, 'linear').updates.map((each) => each.exchangeOrderId)).toEqual([
      'b-9',
    ]);
  });

  it('may be of one category’s topic', () => {
    expect(read('order.spot', [spotOrder], 'spot').updates).toHaveLength(1);
    expect(read('execution.linear', [linearExecution], 'linear').updates).toHaveLength(1);
  });

  it.each(['execution.fast', 'wallet', 'position', 'constructor'])('passes over %s', (topic) => {
    const frame = { topic, data: 'nobody reads it' };
    expect(readMessage(frame, { category: 'spot', symbolOf })).toMatchObject({ updates: [] });
  });

  it('is unreadable without rows', () => {
    const frame = { topic: 'order', creationTime: 1, data: {} };
    expect(() => readMessage(frame, { category: 'spot', symbolOf })).toThrow(UnreadableMessage);
    expect(() => readMessage(frame, { category: 'spot', symbolOf })).toThrow(/^bybit order: data/);
  });
});
