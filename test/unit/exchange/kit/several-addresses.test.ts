import ccxt from 'ccxt';
import dns from 'node:dns';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { verdictOn } from '../../../../activities/order/submission-failures.js';
import type { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { startServer } from '../../../kit/exchange/http-server.js';
import { exchangeInfo, spotOrderAnswer } from '../binance/fixtures.js';
import { request, restAt } from '../binance/account.js';

const HOST = 'api.exchange.test';

/** Gives a host several addresses, as exchanges' hosts have. */
function resolveTo(...addresses: readonly string[]): void {
  const usual = dns.lookup as (...parameters: unknown[]) => void;
  const lookup = (host: string, options: unknown, done: (...found: unknown[]) => void): void => {
    if (host !== HOST) return usual(host, options, done);
    const all = addresses.map((address) => ({ address, family: 4 }));
    process.nextTick(done, null, all);
  };
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
}

/** What Node throws when it could connect to none of a host's addresses. */
function failedWith(...codes: readonly string[]): Error {
  const errors = codes.map((code) => Object.assign(new Error(`connect ${code}`), { code }));
  return Object.assign(new AggregateError(errors), { code: codes[0] });
}

const failureOf = (origin: string): Promise<ExchangeFailure> =>
  restAt(origin)
    .submitOrder(request)
    .then(
      () => Promise.reject(new Error('expected a failure')),
      (error: unknown) => error as ExchangeFailure,
    );

afterEach(() => void vi.restoreAllMocks());

describe('a host with several addresses', () => {
  it('has been sent nothing if each of them refuses the connection', async () => {
    resolveTo('127.0.0.1', '127.0.0.2');
    const failure = await failureOf(`http://${HOST}:1`);
    expect(failure.origin).toBe('no_connection');
    expect(failure.message).toMatch(/ECONNREFUSED 127\.0\.0\.1:1.*ECONNREFUSED 127\.0\.0\.2:1/);
    expect(verdictOn(failure)).toBe('not_sent');
  });

  it('is used if one of them takes the connection', async () => {
    const server = await startServer(({ path }) => ({
      body: path.endsWith('/exchangeInfo') ? exchangeInfo : spotOrderAnswer,
    }));
    resolveTo('127.0.0.2', '127.0.0.1');
    const rest = restAt(`http://${HOST}:${new URL(server.origin).port}`);
    await expect(rest.submitOrder(request)).resolves.toHaveProperty('view');
  });

  it.each([
    [['ECONNREFUSED', 'ETIMEDOUT']],
    [['ETIMEDOUT', 'ECONNREFUSED']],
    [['ECONNREFUSED', 'ECONNRESET']],
    [['ETIMEDOUT', 'ETIMEDOUT']],
  ])('proves nothing if they fail with %j', async (codes) => {
    vi.spyOn(ccxt.Exchange.prototype, 'undiciRequest').mockRejectedValue(failedWith(...codes));
    const failure = await failureOf('http://127.0.0.1:1');
    expect(failure.origin).toBe('no_answer');
    expect(verdictOn(failure)).toBe('unknown');
  });
});
