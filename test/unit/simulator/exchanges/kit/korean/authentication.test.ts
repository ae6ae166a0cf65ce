import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AccountBook } from '../../../../../../simulator/market/accounts.js';
import { authenticate } from '../../../../../../simulator/exchanges/kit/korean/authentication.js';
import { Nonces } from '../../../../../../simulator/exchanges/kit/korean/nonces.js';
import {
  hashedText,
  readFields,
} from '../../../../../../simulator/exchanges/kit/korean/request-fields.js';
import { UPBIT } from '../../../../../../simulator/exchanges/upbit/dialect.js';
import { jwt, sha512, token } from '../../../../../kit/simulator/korean.js';
import { KEY, SECRET } from '../../../../../kit/simulator/venue.js';

const QUERY = 'market=KRW-BTC&side=bid&ord_type=price&price=10000';
/** The documented hash of that query. */
const HASH =
  '4a69e8b814f9f38bc6e52c078303abac445d8166673e5ab18e487d8a9aa597fe' +
  '3745f9c7c919cb4f401759fb86dd563bacc4f4ed2d87619a13a422ce29c7a2a1';

describe("what a token's query hash covers", () => {
  it.each([
    ['a query', { query: QUERY, body: '' }, QUERY],
    [
      'the fields of a body, in their order',
      {
        query: '',
        body: '{"market":"KRW-BTC","side":"bid","ord_type":"price","price":"10000"}',
      },
      QUERY,
    ],
    [
      'a query as it was before it was encoded',
      { query: 'states%5B%5D=done&start_time=2026-01-02T10%3A00%3A00%2B09%3A00', body: '' },
      'states[]=done&start_time=2026-01-02T10:00:00+09:00',
    ],
    [
      'numbers of a body as they were written',
      { query: '', body: '{"volume":0.00000010,"price":95000000}' },
      'volume=0.00000010&price=95000000',
    ],
    ['nothing', { query: '', body: '' }, ''],
  ])('is %s', (_what, call, text) => {
    expect(hashedText(readFields(call) ?? [['', 'unreadable']])).toBe(text);
  });

  it.each(['[1]', '{"a":', '"text"', 'null'])('is nothing readable in the body %s', (body) => {
    expect(readFields({ query: '', body })).toBeUndefined();
  });

  it('has the documented hash', () => {
    expect(sha512(QUERY)).toBe(HASH);
  });
});

describe('a token', () => {
  const accounts = new AccountBook();
  accounts.register(KEY, SECRET);
  accounts.register('other', SECRET, ['spot']);
  const nonces = new Nonces();
  const fields = readFields({ query: QUERY, body: '' }) ?? [];
  const attempt = (bearer: string, sent = fields): string =>
    authenticate(accounts, nonces, UPBIT, bearer, sent, Date.now()).apiKey;
  const refusal = (status: number, errorName: string): Error =>
    expect.objectContaining({ status, errorName }) as Error;

  it('that carries the documented hash is taken', () => {
    const claims = { access_key: KEY, nonce: randomUUID(), query_hash: HASH };
    expect(attempt(`Bearer ${jwt({ ...claims, query_hash_alg: 'SHA512' }, SECRET)}`)).toBe(KEY);
  });

  it('without a hash is taken where there is nothing to hash', () => {
    expect(attempt(`Bearer ${token('')}`, [])).toBe(KEY);
  });

  it('is refused the second time, and also with another query', () => {
    const nonce = randomUUID();
    attempt(`Bearer ${token(QUERY, { nonce })}`);
    expect(() => attempt(`Bearer ${token(QUERY, { nonce })}`)).toThrow(refusal(401, 'nonce_used'));
    expect(() => attempt(`Bearer ${token('', { nonce })}`, [])).toThrow(refusal(401, 'nonce_used'));
  });

  it('that was refused has not used its nonce up', () => {
    const nonce = randomUUID();
    expect(() => attempt(`Bearer ${token('a=b', { nonce })}`)).toThrow();
    expect(attempt(`Bearer ${token(QUERY, { nonce })}`)).toBe(KEY);
  });

  it.each([
    ['another secret', () => token(QUERY, {}, 'wrong'), 'jwt_verification'],
    [
      'no signature to speak of',
      () => jwt({ access_key: KEY, nonce: 'n' }, SECRET, 'none'),
      'jwt_verification',
    ],
    ['no nonce', () => token(QUERY, { nonce: undefined }), 'jwt_verification'],
    ['no token at all', () => '', 'jwt_verification'],
    ['an unknown key', () => token(QUERY, { access_key: 'nobody' }), 'invalid_access_key'],
    ['a key of another exchange', () => token(QUERY, { access_key: 'other' }), 'out_of_scope'],
    ['no hash', () => token(''), 'invalid_query_payload'],
    ['the hash of another query', () => token('market=KRW-ETH'), 'invalid_query_payload'],
    [
      'another algorithm',
      () => token(QUERY, { query_hash_alg: 'SHA256' }),
      'invalid_query_payload',
    ],
  ])('with %s is refused', (_what, make, errorName) => {
    expect(() => attempt(`Bearer ${make()}`)).toThrow(refusal(401, errorName));
  });
});
