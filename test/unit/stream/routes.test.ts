import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../src/domain/fill.js';
import type { OrderUpdate } from '../../../src/domain/order.js';
import type { OrderStanding } from '../../../src/queries/order-standing.js';
import { routeOf } from '../../../src/stream/routes.js';
import { makeFill } from '../domain/support.js';

const updateWith = (fill: Fill | null): OrderUpdate => ({
  clientOrderId: 'ft-1',
  exchangeOrderId: '1',
  status: 'PARTIALLY_FILLED',
  filledQuantity: '1',
  symbol: 'BTC/USDT',
  side: 'BUY',
  fill,
  eventAt: '2026-03-01T12:00:00.000Z',
});

const unknown: OrderStanding = {
  openStatus: null,
  openTerms: null,
  isKnown: false,
  recordedTradeIds: new Set(),
};
const fill = updateWith(makeFill({ exchangeTradeId: '5' }));

describe('where the updates of an order belong', () => {
  it.each([
    ['PENDING', 'pending'],
    ['UNKNOWN', 'workflow'],
    ['NEW', 'workflow'],
    ['PARTIALLY_FILLED', 'workflow'],
  ] as const)('sends those of an order that is %s to: %s', (openStatus, route) => {
    expect(routeOf({ ...unknown, openStatus }, [fill])).toBe(route);
  });

  it('takes a fill that an ended order does not have for late', () => {
    const ended = { ...unknown, isKnown: true, recordedTradeIds: new Set(['4']) };
    expect(routeOf(ended, [updateWith(makeFill({ exchangeTradeId: '4' })), fill])).toBe('late');
  });

  it('lets go of what an ended order has already', () => {
    const ended = { ...unknown, isKnown: true, recordedTradeIds: new Set(['5']) };
    expect(routeOf(ended, [fill, updateWith(null)])).toBe('nowhere');
  });

  it('lets go of the fill of an order that nobody asked for', () => {
    expect(routeOf(unknown, [fill])).toBe('nowhere');
  });
});
