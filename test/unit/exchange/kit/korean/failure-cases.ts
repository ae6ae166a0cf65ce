import { describe, expect, it } from 'vitest';
import { submissionAfter, verdictOn } from '../../../../../activities/order/submission-failures.js';
import { ExchangeFailure, type Verdict } from '../../../../../src/exchange/failure.js';
import { readError } from '../../../../../src/exchange/kit/korean/errors.js';

function answer(exchange: string, httpStatus: number, body: string): ExchangeFailure {
  const details = { exchange, httpStatus, words: '', ...readError(body) };
  return new ExchangeFailure('test', 'answer', details);
}

/** The body of an error. */
export const named = (name: string | number, message = 'words'): string =>
  JSON.stringify({ error: { name, message } });

/** An answer, and what it proves of a submission. */
export type FailureCase = readonly [what: string, status: number, body: string, verdict: Verdict];

/** What both exchanges have in common. */
const common: readonly FailureCase[] = [
  ['too little money to buy', 400, named('insufficient_funds_bid'), 'refused'],
  ['too little to sell', 400, named('insufficient_funds_ask'), 'refused'],
  ['a price off the grid', 400, named('invalid_price_bid'), 'refused'],
  ['a bad signature', 401, named('jwt_verification'), 'refused'],
  ['a bad query hash', 401, named('invalid_query_payload'), 'refused'],
  ['a key without permission', 401, named('out_of_scope'), 'refused'],
  ['too many requests', 429, named('too_many_requests'), 'not_sent'],
  ['too many requests with a page', 429, '<html>', 'not_sent'],
  ['a block', 418, '', 'not_sent'],
  ['an error of the server', 500, named('server_error'), 'unknown'],
  ['a bad gateway', 502, '<html>', 'unknown'],
  ['a firewall page', 403, '<html>', 'unknown'],
  ['a name that is new', 400, named('something_new'), 'refused'],
  ['a name that is new, of the key', 401, named('something_new'), 'refused'],
  ['a name that is new, of the account', 403, named('something_new'), 'refused'],
  ['a number for a name', 400, named(400, 'Missing request parameter error.'), 'refused'],
  ['a name that is new, of something missing', 404, named('something_new'), 'refused'],
  ['a name that is new, of something that does not fit', 422, named('something_new'), 'refused'],
  // The conflict may be with this very order.
  ['a name that is new, of a conflict', 409, named('something_new'), 'unknown'],
  ['a name that is new, after a time-out', 408, named('something_new'), 'unknown'],
  ['a proxy’s page of something missing', 404, '<html>', 'unknown'],
  ['a proxy’s empty answer of something missing', 404, '', 'unknown'],
  ['a listed name, of something missing', 404, named('insufficient_funds_bid'), 'refused'],
  ['a listed name, of a conflict', 409, named('insufficient_funds_bid'), 'refused'],
  ['a listed name, of the server', 503, named('insufficient_funds_bid'), 'unknown'],
  ['a listed name under a limit', 429, named('insufficient_funds_bid'), 'not_sent'],
  [
    'a listed name with words of progress',
    400,
    named('insufficient_funds_bid', '이미 처리 중인 주문이 있어 잔고가 부족합니다.'),
    'refused',
  ],
  ['a name that is new, of the server', 503, named('something_new'), 'unknown'],
  ['a new name with words of a time-out', 400, named('something_new', 'Time out.'), 'unknown'],
  ['a new name with words of progress', 400, named('something_new', '처리 중입니다.'), 'unknown'],
  ['a new name with words of an error', 400, named('something_new', 'Unknown error'), 'unknown'],
  ['a new name with words of a used id', 404, named('something_new', '중복된 주문'), 'unknown'],
  ['a new name of a closed hour', 400, named('something_new', '주문 가능 시간 초과'), 'refused'],
  ['a new name of a withdrawal', 400, named('something_new', '출금 처리 중입니다.'), 'refused'],
  ['words without a name', 400, '{"error":{"message":"words"}}', 'unknown'],
  ['a page with 400', 400, '<html>', 'unknown'],
  ['an error of the server under a client’s status', 400, named('server_error'), 'unknown'],
  ['a nonce that came before, in words', 401, named('jwt_verification', 'nonce used'), 'unknown'],
  ['a route’s own complaint', 404, named(404, 'no Route matched'), 'unknown'],
  ['a request timeout', 408, '', 'unknown'],
];

/** Checks what the error answers of an exchange prove. */
export function describeFailures(exchange: string, own: readonly FailureCase[]): void {
  describe(`an error answer of ${exchange}`, () => {
    it.each([...common, ...own])('reads %s', (_, status, body, verdict) => {
      expect(verdictOn(answer(exchange, status, body))).toBe(verdict);
    });

    it('is waited out as long as the exchange asks', () => {
      const details = { exchange, httpStatus: 429, retryAfterMs: 7_000 };
      const failure = new ExchangeFailure('test', 'answer', details);
      expect(submissionAfter(failure)).toEqual({ kind: 'retry', afterMs: 7_000 });
    });

    it('never has an order given up that a second attempt may have met', () => {
      const used = answer(exchange, 400, named('identifier_already_used'));
      expect(submissionAfter(used)).toEqual({ kind: 'ask', isProven: false });
    });
  });
}
