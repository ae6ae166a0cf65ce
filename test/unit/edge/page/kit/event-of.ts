import type { OrderEventData } from '../../../../../src/domain/event.js';

/** Returns an event about a limit order that the exchange has just accepted, changed as given. */
export function eventOf(changes: Partial<OrderEventData> = {}): OrderEventData {
  return {
    type: 'order_created',
    accountId: 1,
    strategyId: 1,
    clientOrderId: 'ft-1',
    exchangeOrderId: '1',
    symbol: 'BTC/USDT',
    side: 'BUY',
    orderType: 'LIMIT',
    status: 'NEW',
    quantity: '1',
    filledQuantity: '0',
    eventQuantity: '0',
    price: '50000',
    averagePrice: null,
    source: 'submit',
    at: '2026-03-01T12:00:00.000Z',
    ...changes,
  };
}
