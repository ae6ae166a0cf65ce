import { describe, expect, it } from 'vitest';
import { OrderStatus } from '../../../../src/domain/order.js';
import { isOrderNotFound, orderStatus } from '../../../../src/exchange/binance/codes.js';

describe('isOrderNotFound', () => {
  it('knows the codes of reads and cancels', () => {
    expect(isOrderNotFound('-2011', 'Unknown order sent.')).toBe(true);
    expect(isOrderNotFound('-2013')).toBe(true);
    expect(isOrderNotFound('-2026')).toBe(true);
    expect(isOrderNotFound('-2010')).toBe(false);
    expect(isOrderNotFound(undefined)).toBe(false);
  });

  it.each([
    'This action is disabled on this account.',
    'Rest API trading is not enabled.',
    'Order was not canceled due to cancel restrictions.',
    undefined,
  ])('does not take a refused cancel for an order that is not there: %s', (words) => {
    expect(isOrderNotFound('-2011', words)).toBe(false);
  });
});

describe('orderStatus', () => {
  it('has a word for every documented state', () => {
    expect(orderStatus('PENDING_NEW')).toBe(OrderStatus.NEW);
    expect(orderStatus('PENDING_CANCEL')).toBe(OrderStatus.NEW);
    expect(orderStatus('CANCELED')).toBe(OrderStatus.CANCELLED);
    expect(orderStatus('EXPIRED_IN_MATCH')).toBe(OrderStatus.EXPIRED);
  });

  it('has none for a state that is not documented', () => {
    expect(orderStatus('CANCELLED')).toBeUndefined();
    expect(orderStatus('constructor')).toBeUndefined();
  });
});
