import { describe, expect, it } from 'vitest';
import { compareOrders } from '../../../src/verify/compare-orders.js';
import type { TradeRecord } from '../../../src/queries/snapshot.js';
import { executionOf, openOrderOf, snapshotOf, tradeOf } from './support.js';

const executions = [executionOf()];

describe('a trade', () => {
  it('is the sum of its executions', () => {
    expect(compareOrders(snapshotOf({ executions, trades: [tradeOf()] }))).toEqual([]);
  });

  it.each<[keyof TradeRecord, string]>([
    ['quantity', '3'],
    ['averagePrice', '50.000000000000000001'],
    ['fee', '0.2'],
    ['feeAsset', 'BNB'],
    ['realizedPnl', '1'],
  ])('is wrong when its %s is not', (field, recorded) => {
    const found = compareOrders(
      snapshotOf({ executions, trades: [tradeOf({ [field]: recorded })] }),
    );
    expect(found).toMatchObject([
      { kind: 'trade_differs', subject: 'ft-1', fields: [{ field, recorded }] },
    ]);
  });

  it('is wrong when its fees leave one out', () => {
    const found = compareOrders(snapshotOf({ executions, trades: [tradeOf({ fees: {} })] }));
    expect(found).toMatchObject([
      { fields: [{ field: 'fees', expected: '0.1 USDT', recorded: 'none' }] },
    ]);
  });

  it('is missing when an order that is not open has executions', () => {
    const found = compareOrders(snapshotOf({ executions }));
    expect(found).toMatchObject([{ kind: 'trade_missing', subject: 'ft-1' }]);
  });

  it('is unfounded without executions', () => {
    const found = compareOrders(snapshotOf({ trades: [tradeOf()] }));
    expect(found).toMatchObject([{ kind: 'trade_unfounded', subject: 'ft-1' }]);
  });

  it('of another account does not stand in', () => {
    const trades = [tradeOf({ accountId: 2 })];
    const kinds = compareOrders(snapshotOf({ executions, trades })).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['trade_missing', 'trade_unfounded']);
  });
});

describe('an open order', () => {
  it('is filled as its executions say', () => {
    const openOrders = [openOrderOf({ filledQuantity: '2' })];
    expect(compareOrders(snapshotOf({ executions, openOrders }))).toEqual([]);
    expect(compareOrders(snapshotOf({ openOrders: [openOrderOf()] }))).toEqual([]);
  });

  it('is wrong when it says more or less', () => {
    for (const filledQuantity of ['1.9', '2.1']) {
      const openOrders = [openOrderOf({ filledQuantity })];
      expect(compareOrders(snapshotOf({ executions, openOrders }))).toMatchObject([
        { kind: 'open_order_differs', fields: [{ expected: '2', recorded: filledQuantity }] },
      ]);
    }
  });

  it('has not ended too', () => {
    const openOrders = [openOrderOf({ filledQuantity: '2' })];
    const both = snapshotOf({ executions, openOrders, trades: [tradeOf()] });
    expect(compareOrders(both)).toMatchObject([{ kind: 'order_open_and_ended' }]);
    const failed = snapshotOf({ openOrders: [openOrderOf()], failedOrders: [openOrderOf()] });
    expect(compareOrders(failed)).toMatchObject([{ kind: 'order_open_and_ended' }]);
  });
});

describe('an outcome', () => {
  it('is one: not a trade and a failed order', () => {
    const snapshot = snapshotOf({ executions, trades: [tradeOf()], failedOrders: [openOrderOf()] });
    expect(compareOrders(snapshot)).toMatchObject([{ kind: 'order_ended_twice' }]);
  });

  it('is one: not two trades of one order of the exchange', () => {
    const other = { clientOrderId: 'ft-2' };
    const snapshot = snapshotOf({
      executions: [...executions, executionOf({ ...other, exchangeTradeId: '101' })],
      trades: [tradeOf(), tradeOf(other)],
    });
    expect(compareOrders(snapshot)).toMatchObject([{ kind: 'order_ended_twice', subject: 'ft-2' }]);
  });
});

it('names an inferred execution as what it is', () => {
  const inferred = executionOf({ isInferred: true, exchangeTradeId: 'inferred' });
  const found = compareOrders(snapshotOf({ executions: [inferred], trades: [tradeOf()] }));
  expect(found).toMatchObject([{ kind: 'execution_inferred', subject: 'ft-1 #inferred' }]);
});
