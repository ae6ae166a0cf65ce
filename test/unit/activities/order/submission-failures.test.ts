import { describe, expect, it } from 'vitest';
import { submissionAfter, verdictOn } from '../../../../activities/order/submission-failures.js';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';

function answer(
  httpStatus: number,
  code: string | undefined,
  words: string,
  exchange = 'binanceusdm',
): ExchangeFailure {
  const known = code === undefined ? {} : { code };
  const details = { exchange, words, httpStatus, ...known };
  return new ExchangeFailure('test', 'answer', details);
}

const unknownError = 'Unknown error, please check your request or try again later.';

describe('an error answer of Binance', () => {
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
    ['503 that says unavailable, with a code', 503, '-1000', 'Service Unavailable.', 'not_sent'],
    ['503 that does not know', 503, undefined, unknownError, 'unknown'],
    ['503 with a page', 503, undefined, '<html><h1>503 Service Unavailable</h1>', 'unknown'],
    ['a backend timeout', 504, '-1007', 'Timeout waiting for response.', 'unknown'],
    ['a backend timeout with 400', 400, '-1007', 'Timeout waiting for response.', 'unknown'],
    ['an unexpected answer of the backend', 400, '-1006', 'Unexpected response.', 'unknown'],
    ['an unspecific error', 500, '-1000', 'An unknown error occurred.', 'unknown'],
    ['a disconnect', 500, '-1001', 'Internal error; unable to process.', 'unknown'],
    ['a bad gateway', 502, undefined, '<html>', 'unknown'],
    ['a request timeout', 408, undefined, '', 'unknown'],
    ['a firewall page', 403, undefined, '<html>', 'unknown'],
    ['a code that is new, as the sender’s fault', 400, '-9999', 'New.', 'refused'],
    ['a code that is new, as Binance’s fault', 500, '-9999', 'New.', 'unknown'],
    ['a code that is new, with success', 200, '-9999', 'New.', 'unknown'],
    ['a code that is new, with words of a time-out', 400, '-9999', 'Timed out.', 'unknown'],
    ['a code that is new, of maintenance margin', 400, '-9999', 'Maintenance margin.', 'refused'],
    ['a code that is new, of a conflict', 409, '-9999', 'New.', 'unknown'],
    ['a refusal’s code with words of progress', 400, '-2010', 'Still processing.', 'refused'],
    ['a refusal’s code, of a barred region', 451, '-2015', 'Restricted.', 'refused'],
    ['a refusal’s code, of a conflict', 409, '-2019', 'Margin is insufficient.', 'refused'],
    ['a refusal’s code, under a limit', 429, '-2019', 'Margin is insufficient.', 'not_sent'],
    ['a missing page', 404, undefined, '<html>', 'unknown'],
    ['the engine’s words of an error', 400, '-1010', 'Unknown error.', 'unknown'],
    ['a refusal’s code, as Binance’s fault', 503, '-2019', 'Margin is insufficient.', 'unknown'],
    ['a limit’s code, as Binance’s fault', 500, '-1003', 'Too many requests.', 'unknown'],
    ['a request that succeeded in part', 409, '-2021', 'Partially failed.', 'unknown'],
    ['a duplicate in the engine’s words', 400, '-1010', 'Duplicate order sent.', 'duplicate'],
  ] as const)('reads %s', (_, status, code, message, kind) => {
    expect(verdictOn(answer(status, code, message))).toBe(kind);
  });

  it('never calls an answer of the server’s side a refusal without a code', () => {
    for (const status of [408, 500, 502, 503, 504, 520, 530]) {
      expect(verdictOn(answer(status, undefined, ''))).not.toBe('refused');
    }
  });
});

describe('an overloaded server on spot, which does not say what became of the order', () => {
  it.each([
    [503, 'unknown'],
    [400, 'unknown'],
    [200, 'unknown'],
    [429, 'not_sent'],
    [418, 'not_sent'],
  ] as const)('means with HTTP %i that it is %s', (status, verdict) => {
    const words = 'Server is currently overloaded with other requests.';
    expect(verdictOn(answer(status, '-1008', words, 'binance'))).toBe(verdict);
  });
});

describe('503 on spot, which names no kinds', () => {
  it.each([
    ['Service Unavailable.', undefined],
    ['Internal error; unable to process your request. Please try again.', '-1001'],
  ])('leaves open whether %s means a failure', (words, code) => {
    expect(verdictOn(answer(503, code, words, 'binance'))).toBe('unknown');
  });
});

describe('a failure without an answer', () => {
  it.each([
    ['no_connection', 'not_sent'],
    ['paused', 'not_sent'],
    ['no_answer', 'unknown'],
    ['unreadable', 'unknown'],
  ] as const)('%s means %s', (origin, verdict) => {
    expect(verdictOn(new ExchangeFailure('test', origin))).toBe(verdict);
  });

  it('is unknown when the exchange has no rules here', () => {
    const failure = new ExchangeFailure('test', 'answer', { exchange: 'none', httpStatus: 500 });
    expect(verdictOn(failure)).toBe('unknown');
  });
});

describe('what follows a submission', () => {
  it('waits as long as the exchange asks before it sends again', () => {
    const details = { exchange: 'binance', httpStatus: 429, retryAfterMs: 7_000 };
    expect(submissionAfter(new ExchangeFailure('test', 'answer', details))).toEqual({
      kind: 'retry',
      afterMs: 7_000,
    });
  });

  it('takes a duplicate as proof that the order exists', () => {
    const duplicate = answer(400, '-2010', 'Duplicate order sent.');
    expect(submissionAfter(duplicate)).toEqual({ kind: 'ask', isProven: true });
  });
});
