import { describe, expect, it } from 'vitest';
import { toFoundOrder, toSummary, type FoundOrder } from '../../../src/queries/order-summary.js';

const order: FoundOrder = {
  accountId: 1,
  strategyId: null,
  strategy: null,
  clientOrderId: 'ft-1',
  exchangeOrderId: '7',
  workflowId: 'order:1:ft-1',
  symbol: 'BTC/USDT',
  marketType: 'SPOT',
  side: 'BUY',
  orderType: 'LIMIT',
  price: '50000',
  quantity: '1',
  filledQuantity: '0.5',
  averagePrice: '50000',
  status: 'PARTIALLY_FILLED',
  reason: null,
  createdAt: '2026-03-01T12:00:00.000Z',
  updatedAt: '2026-03-01T12:00:01.000Z',
};

describe('what is shown of an order', () => {
  it('leaves out what its row holds besides, and is in a fixed order', () => {
    const { clientOrderId, ...others } = order;
    const row = { id: 9, isProven: false, ...others, clientOrderId };
    expect(JSON.stringify(toFoundOrder(row))).toBe(JSON.stringify(order));
  });

  it('is less in a list: neither its workflow nor its kind of market', () => {
    const left = new Set(['workflowId', 'marketType']);
    const listed = Object.entries(order).filter(([field]) => !left.has(field));
    expect(JSON.stringify(toSummary(order))).toBe(JSON.stringify(Object.fromEntries(listed)));
  });
});
