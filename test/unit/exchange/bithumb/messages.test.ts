import { describe, expect, it } from 'vitest';
import { readOrder } from '../../../../src/exchange/bithumb/messages.js';
import { bithumbFrame, framedFill, framedUpdate, readFrame } from '../kit/korean/fixtures.js';

describe('a myOrder frame of Bithumb', () => {
  it('reports a fill, whose fee follows from what the order has paid', () => {
    expect(readFrame(readOrder, bithumbFrame)).toEqual({
      ...framedUpdate,
      exchangeOrderId: 'C0101',
      fill: {
        ...framedFill,
        exchangeTradeId: 'T1',
        isMaker: null,
        orderFee: { ...framedFill.orderFee, isShared: true },
      },
    });
  });

  it('takes the fill’s part of the fee, not the order’s', () => {
    const second = {
      ...bithumbFrame,
      trade_quantity: 0.0002,
      trade_amount: 19000,
      trade_id: 'T2',
      executed_quantity: 0.0006,
      executed_amount: 57000,
      paid_fee: 28.5,
    };
    expect(readFrame(readOrder, second)).toMatchObject({
      filledQuantity: '0.0006',
      fill: { exchangeTradeId: 'T2', quantity: '0.0002', fee: '9.5' },
    });
  });

  it('reports an order that has nothing to say about fills', () => {
    const waiting = {
      type: 'myOrder',
      code: 'KRW-BTC',
      order_id: 'C0101',
      side: 'sell',
      state: 'wait',
      order_type: 'limit',
      order_price: 95000000,
      order_quantity: 0.001,
      timestamp: 1700000000600,
    };
    expect(readFrame(readOrder, waiting)).toEqual({
      clientOrderId: 'C0101',
      exchangeOrderId: 'C0101',
      symbol: 'BTC/KRW',
      side: 'SELL',
      status: 'NEW',
      filledQuantity: '0',
      fill: null,
      eventAt: '2023-11-14T22:13:20.600Z',
    });
  });

  it('leaves the fill to REST where the fee does not follow', () => {
    for (const field of ['paid_fee', 'executed_amount', 'trade_id', 'trade_timestamp']) {
      const update = readFrame(readOrder, { ...bithumbFrame, [field]: undefined });
      expect(update).toMatchObject({ fill: null, filledQuantity: '0.0004' });
    }
  });

  it('says why an order was cancelled', () => {
    const cancelled = { ...bithumbFrame, state: 'cancel', cancel_type: 'tif_cancel' };
    expect(readFrame(readOrder, cancelled)).toMatchObject({
      status: 'CANCELLED',
      filledQuantity: '0.0004',
      reason: 'tif_cancel',
      fill: null,
    });
  });
});
