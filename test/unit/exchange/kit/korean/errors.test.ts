import { describe, expect, it } from 'vitest';
import { submissionAfter, verdictOn } from '../../../../../activities/order/submission-failures.js';
import { ExchangeFailure, type Verdict } from '../../../../../src/exchange/failure.js';
import { readError } from '../../../../../src/exchange/kit/korean/errors.js';

function answer(exchange: string, httpStatus: number, body: string): ExchangeFailure {
  const details = { exchange, httpStatus, words: '', ...readError(body) };
  return new ExchangeFailure('test', 'answer', details);
}

const named = (name: string | number, message = 'words'): string =>
  JSON.stringify({ error: { name, message } });

type Case = readonly [what: string, status: number, body: string, verdict: Verdict];

/** What both exchanges have in common. */
const common: readonly Case[] = [
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
  ['a name that is new', 400, named('something_new'), 'unknown'],
  ['a route’s own complaint', 404, named(404, 'no Route matched'), 'unknown'],
  ['a request timeout', 408, '', 'unknown'],
];

const cases: Readonly<Record<string, readonly Case[]>> = {
  upbit: [
    ...common,
    ['too small an order', 400, named('under_min_total_ask'), 'refused'],
    ['terms that do not go together', 400, named('create_bid_error'), 'refused'],
    ['a bad parameter', 400, named('validation_error', 'side is missing'), 'refused'],
    ['a key that is over', 401, named('expired_access_key'), 'refused'],
    ['an address that is not allowed', 401, named('no_authorization_i_p'), 'refused'],
    // Nonces are random: the same request came twice, and the first may have passed.
    ['a nonce that came before', 401, named('nonce_used'), 'unknown'],
    // Used up by a request that was refused, too: that it was used proves no order.
    ['an identifier that was used, by name', 400, named('duplicate_identifier'), 'unknown'],
    [
      'an identifier that was used, by words',
      400,
      named('validation_error', 'identifier has already been used'),
      'unknown',
    ],
    [
      'an identifier that was used, in Korean',
      400,
      named('create_bid_error', '중복된 identifier 입니다.'),
      'unknown',
    ],
  ],
  bithumb: [
    ...common,
    ['too small an order', 400, named('under_price_limit_bid'), 'refused'],
    ['a bad parameter', 400, named('invalid_parameter', 'invalid client_order_id'), 'refused'],
    ['a match with an own order', 400, named('cross_trading'), 'refused'],
    ['an address that is not allowed', 401, named('NotAllowIP'), 'refused'],
    ['a token that is too old', 401, named('expired_jwt'), 'not_sent'],
    ['an order that is still processed', 422, named('order_not_ready'), 'unknown'],
    ['an id that was used, by name', 400, named('duplicate_client_order_id'), 'unknown'],
    [
      'an id that was used, by words',
      400,
      named('invalid_parameter', 'client_order_id already exists'),
      'unknown',
    ],
  ],
};

describe.each(Object.entries(cases))('an error answer of %s', (exchange, rows) => {
  it.each(rows)('reads %s', (_, status, body, verdict) => {
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

describe('the body of an error', () => {
  it('holds a name, which may be a number, and words', () => {
    expect(readError(named('order_not_found', '없음'))).toEqual({
      code: 'order_not_found',
      words: '없음',
    });
    expect(readError(named(400, 'Missing request parameter error.'))).toEqual({
      code: '400',
      words: 'Missing request parameter error.',
    });
    expect(readError('{"error":{"name":"x"}}')).toEqual({ code: 'x' });
  });

  it.each(['', '<html>', '{"error":"x"}', '{"error":null}', '[]', '{"error":{"name":'])(
    'may hold neither: %s',
    (body) => {
      expect(readError(body)).toEqual({});
    },
  );
});
