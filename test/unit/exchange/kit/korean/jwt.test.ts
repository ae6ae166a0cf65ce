import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { streamToken } from '../../../../../src/exchange/kit/korean/jwt.js';
import { orderRequest, restAt, type KoreanName } from './fixtures.js';
import {
  startServer,
  type AnsweringServer,
  type ReceivedRequest,
} from '../../../../kit/exchange/http-server.js';

let server: AnsweringServer | undefined;

interface Claims {
  readonly access_key: string;
  readonly nonce: string;
  readonly timestamp?: number;
  readonly query_hash?: string;
  readonly query_hash_alg?: string;
}

/**
 * Reads a token as the exchange does: the signature is checked before anything in it is believed.
 */
function claimsOf(token: string): Claims {
  const [header = '', payload = '', signature] = token.split('.');
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(read(header)).toEqual({ alg: 'HS256', typ: 'JWT' });
  const own = createHmac('sha256', 'testsecret').update(`${header}.${payload}`).digest('base64url');
  expect(signature).toBe(own);
  return read(payload) as Claims;
}

const tokenOf = ({ headers }: ReceivedRequest): string =>
  headers.authorization?.replace(/^Bearer /, '') ?? '';

const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex');

/** What the exchange hashes: the query, or the body's fields, un-encoded and in their order. */
function signedText({ query, body }: ReceivedRequest): string {
  if (body === '') return decodeURIComponent(query);
  const fields = Object.entries(JSON.parse(body) as Record<string, string>);
  return fields.map(([name, value]) => `${name}=${value}`).join('&');
}

describe('the token of a private stream', () => {
  it('carries the key and a nonce of its own, signed', () => {
    const credentials = { apiKey: 'testkey', secret: 'testsecret' };
    const [first, second] = [streamToken(credentials), streamToken(credentials)].map(claimsOf);
    expect(Object.keys(first ?? {})).toEqual(['access_key', 'nonce']);
    expect(first?.access_key).toBe('testkey');
    expect(first?.nonce).toMatch(/^[0-9a-f-]{36}$/);
    expect(first?.nonce).not.toBe(second?.nonce);
  });

  it('carries what else the exchange wants', () => {
    const token = streamToken({ apiKey: 'k', secret: 'testsecret' }, { timestamp: 1 }, 'n');
    expect(claimsOf(token)).toEqual({ access_key: 'k', nonce: 'n', timestamp: 1 });
  });
});

describe('a signed call', () => {
  it('hashes the documented order to the documented value', async () => {
    const fields = 'market=KRW-BTC&side=bid&ord_type=price&price=10000';
    expect(sha512(fields)).toMatch(/^4a69e8b814f9f38b.*ce29c7a2a1$/);
    server = await startServer(() => ({ status: 400, body: { error: { name: 'x' } } }));
    const request = { ...orderRequest, orderType: 'MARKET', price: null } as const;
    const sized = { ...request, quantity: '0.0001', referencePrice: '100000000' };
    await expect(restAt('upbit', server.origin).submitOrder(sized)).rejects.toThrow('HTTP 400');
    const [sent] = server.requests;
    if (!sent) throw new Error('expected a request');
    expect(signedText(sent)).toBe(`${fields}&identifier=ft-1`);
    expect(claimsOf(tokenOf(sent)).query_hash).toBe(sha512(`${fields}&identifier=ft-1`));
  });

  it.each(['upbit', 'bithumb'] as const)(
    'of %s is signed over exactly what is sent, with a nonce of its own',
    async (exchange: KoreanName) => {
      server = await startServer(() => ({
        status: 404,
        body: { error: { name: 'order_not_found', message: 'none' } },
      }));
      const rest = restAt(exchange, server.origin);
      const from = { exchangeTradeId: 't', executedAt: '2026-01-02T01:00:01.123Z' };
      await expect(rest.submitOrder(orderRequest)).rejects.toThrow();
      await expect(rest.fetchAccountFills('BTC/KRW', from)).rejects.toThrow();
      await expect(rest.fetchOpenOrders([])).rejects.toThrow();
      expect(await rest.fetchOrder(orderRequest)).toBeNull();
      expect(await rest.cancelOrder(orderRequest)).toBeNull();
      const signed = server.requests.filter(({ headers }) => headers.authorization);
      expect(signed.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'DELETE']);
      const claims = signed.map((each) => claimsOf(tokenOf(each)));
      expect(claims.map(({ query_hash }) => query_hash)).toEqual(
        signed.map((each) => sha512(signedText(each))),
      );
      expect(new Set(claims.map(({ nonce }) => nonce)).size).toBe(claims.length);
      for (const { timestamp, access_key, query_hash_alg } of claims) {
        expect([access_key, query_hash_alg]).toEqual(['testkey', 'SHA512']);
        if (exchange === 'upbit') expect(timestamp).toBeUndefined();
        else expect(Math.abs((timestamp ?? 0) - Date.now())).toBeLessThan(10_000);
      }
    },
  );
});
