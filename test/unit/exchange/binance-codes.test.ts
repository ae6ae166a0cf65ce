import { describe, expect, it } from 'vitest';
import { OrderStatus } from '../../../src/domain/order.js';
import {
  classifyAnswer,
  isOrderNotFound,
  orderStatus,
} from '../../../src/exchange/binance/codes.js';

const unknownError = 'Unknown error, please check your request or try again later.';

describe('classifyAnswer', () => {
  it.each([
    ['a duplicate on spot', 400, '-2010', 'Duplicate order sent.', 'duplicate'],
    ['a duplicate on futures', 400, '-4116', 'ClientOrderId is duplicated.', 'duplicate'],
    ['too little money', 400, '-2010', 'Account has insufficient balance.', 'refused'],
    ['too little margin', 400, '-2019', 'Margin is insufficient.', 'refused'],
    ['a filter', 400, '-1013', 'Filter failure: NOTIONAL', 'refused'],
    ['a reduce-only order with nothing to reduce', 400, '-2022', 'ReduceOnly Order', 'refused'],
    ['a bad signature', 400, '-1022', 'Signature for this request is not valid.', 'refused'],
    ['a bad key', 401, '-2015', 'Invalid API-key, IP, or permissions.', 'refused'],
    ['a clock that is off', 400, '-1021', 'Timestamp outside of the recvWindow.', 'not_sent'],
    ['too many requests', 429, '-1003', 'Too many requests.', 'not_sent'],
    ['too many requests with a page', 429, undefined, '<html>', 'not_sent'],
    ['a ban', 418, '-1003', 'Way too many requests; IP banned.', 'not_sent'],
    ['too many orders', 400, '-1015', 'Too many new orders.', 'not_sent'],
    ['an overloaded server', 503, '-1008', 'Request throttled.', 'not_sent'],
    ['503 that says unavailable', 503, undefined, 'Service Unavailable.', 'not_sent'],
    [
      '503 that says it could not process',
      503,
      undefined,
      'Internal error; unable to process your request. Please try again.',
      'not_sent',
    ],
    ['503 that does not know', 503, undefined, unknownError, 'unknown'],
    ['503 with a page', 503, undefined, '<html><h1>503 Service Unavailable</h1>', 'unknown'],
    ['a backend timeout', 504, '-1007', 'Timeout waiting for response.', 'unknown'],
    ['a backend timeout told with 400', 400, '-1007', 'Timeout waiting for response.', 'unknown'],
    ['an unexpected answer of the backend', 400, '-1006', 'Unexpected response.', 'unknown'],
    ['an unspecific error', 500, '-1000', 'An unknown error occurred.', 'unknown'],
    ['a disconnect', 500, '-1001', 'Internal error; unable to process.', 'unknown'],
    ['a bad gateway', 502, undefined, '<html>', 'unknown'],
    ['a request timeout', 408, undefined, '', 'unknown'],
    ['a firewall page', 403, undefined, '<html>', 'unknown'],
  ] as const)('reads %s', (_, status, code, message, kind) => {
    expect(classifyAnswer({ status, code, message })).toBe(kind);
  });

  it('never calls an answer of the server’s side a refusal without a code', () => {
    for (const status of [408, 500, 502, 503, 504, 520, 530]) {
      expect(classifyAnswer({ status, code: undefined, message: '' })).not.toBe('refused');
    }
  });
});

describe('isOrderNotFound', () => {
  it('knows the codes of reads and cancels', () => {
    expect(['-2011', '-2013', '-2026'].every(isOrderNotFound)).toBe(true);
    expect(isOrderNotFound('-2010')).toBe(false);
    expect(isOrderNotFound(undefined)).toBe(false);
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
