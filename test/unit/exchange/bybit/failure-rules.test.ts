import { describe, expect, it } from 'vitest';
import { submissionAfter, verdictOn } from '../../../../activities/order/submission-failures.js';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { refusal, request, restAt } from './fixtures.js';
import { startServer, type SentAnswer } from '../../../kit/exchange/http-server.js';

/** How a submission fails that is answered so. */
async function failureOn(answer: SentAnswer): Promise<ExchangeFailure> {
  const server = await startServer(() => answer);
  const failure = await restAt(server)
    .submitOrder(request)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  if (failure instanceof ExchangeFailure) return failure;
  throw new Error(`expected a failure, was ${String(failure)}`);
}

describe('an error that Bybit answers with HTTP 200', () => {
  it.each([
    [110072, 'OrderLinkedID is duplicate', 'duplicate'],
    [170141, 'Duplicate clientOrderId.', 'duplicate'],
    [10000, 'Server Timeout', 'unknown'],
    [10016, 'Server error.', 'unknown'],
    [10014, 'Invalid duplicate request.', 'unknown'],
    [170007, 'Timeout waiting for response from backend server.', 'unknown'],
    [170146, 'Order creation timeout', 'unknown'],
    [170147, 'Order cancellation timeout', 'unknown'],
    [110079, 'The order is processing and can not be operated', 'unknown'],
    [170212, 'Cancel order is processing', 'unknown'],
    [10002, 'The request time exceeds the time window range.', 'not_sent'],
    [10006, 'Too many visits. Exceeded the API Rate Limit.', 'not_sent'],
    [10429, 'System level frequency protection', 'not_sent'],
    [170222, 'Too many requests in this time frame.', 'not_sent'],
    [170005, 'Too many new orders; current limit is 20 orders per 1s.', 'not_sent'],
    [10001, 'Request parameter error', 'refused'],
    [10003, 'API key is invalid.', 'refused'],
    [10004, 'Error sign', 'refused'],
    [10005, 'Permission denied', 'refused'],
    [110004, 'Wallet balance is insufficient', 'refused'],
    [110007, 'Available balance is insufficient', 'refused'],
    [110012, 'Insufficient available balance.', 'refused'],
    [110017, 'Reduce-only rule not satisfied', 'refused'],
    [110094, 'Order notional value below the lower limit', 'refused'],
    [170033, 'margin Insufficient account balance', 'refused'],
    [170131, 'Balance insufficient', 'refused'],
    [170134, 'Order price decimal too long.', 'refused'],
    [170136, 'Order quantity lower than the minimum.', 'refused'],
    [170137, 'Order volume decimal too long', 'refused'],
    [170140, 'Transaction amount lower than the minimum.', 'refused'],
    [110045, 'Wallet balance is insufficient.', 'refused'],
    [170218, 'The LIMIT-MAKER order is rejected due to invalid price.', 'refused'],
    [-2015, 'Your api key has expired.', 'refused'],
    [99999, 'Something new', 'refused'],
    [99999, 'Request timeout, please try again later', 'unknown'],
    [99999, 'The order is being processing', 'unknown'],
    [99999, 'Internal error.', 'unknown'],
    [99999, 'Maintenance margin is insufficient', 'refused'],
    [99999, 'The symbol is under maintenance', 'refused'],
    [99999, 'Liquidation is in processing, trading is closed', 'refused'],
    [110007, 'Internal error: balance still processing', 'refused'],
  ])('%i (%s) means %s', async (code, words, verdict) => {
    const failure = await failureOn({ body: refusal(code, words) });
    expect(failure).toMatchObject({ origin: 'answer', details: { code: String(code), words } });
    expect(verdictOn(failure)).toBe(verdict);
  });

  it('proves nothing without a code', async () => {
    const failure = await failureOn({ body: { result: {} } });
    expect(verdictOn(failure)).toBe('unknown');
    expect(failure.message).toMatch(/^bybit POST order\/create: HTTP 200 retCode: expected, was /);
  });
});

describe('the words of a refusal', () => {
  it('have no escapes of JSON, and are fit for a table', async () => {
    const body = '{"retCode":110045,"retMsg":"not \\u0027enough\\u0027 \\"USDT\\"\\u0000\\n!"}';
    const failure = await failureOn({ body });
    expect(failure.details).toMatchObject({ code: '110045', words: 'not \'enough\' "USDT" !' });
    expect(failure.message).toContain('110045 not \'enough\' "USDT" !');
  });

  it('are cut when they are longer than anything documented', async () => {
    const failure = await failureOn({ body: refusal(110045, 'x'.repeat(10_000)) });
    expect(failure.details.words).toHaveLength(500);
  });
});

describe('an answer with another HTTP status', () => {
  it.each([
    ['an address that asked too often', 403, '<html>access too frequent', 'not_sent'],
    ['the protection of the system', 429, '<html>', 'not_sent'],
    ['a bad gateway', 502, '<html>', 'unknown'],
    ['a gateway’s time-out', 504, '', 'unknown'],
    ['a missing path', 404, 'not found', 'unknown'],
    ['a new code that is the sender’s fault', 400, refusal(99999), 'refused'],
    ['a new code of a gateway', 502, refusal(99999), 'unknown'],
    ['a listed code of a gateway', 503, refusal(110007), 'unknown'],
    ['a listed code with a strange status', 409, refusal(110007), 'refused'],
    ['a listed code of a barred region', 451, refusal(10024), 'refused'],
    ['a listed code under a limit', 429, refusal(110007), 'not_sent'],
    ['a new code with a strange status', 409, refusal(99999), 'unknown'],
    ['a new code of an address or a key', 403, refusal(99999), 'refused'],
    ['a duplicate, whatever the status', 403, refusal(110072), 'duplicate'],
  ] as const)('of %s is read', async (_, status, body, verdict) => {
    expect(verdictOn(await failureOn({ status, body }))).toBe(verdict);
  });

  it('is not a success when it is a page with HTTP 200', async () => {
    const failure = await failureOn({ body: '<html>Please wait</html>' });
    expect(failure.origin).toBe('unreadable');
    expect(verdictOn(failure)).toBe('unknown');
  });
});

describe('how long to wait', () => {
  it('follows from the end of the limit, in the exchange’s time', async () => {
    const theirNow = Date.now() + 3_600_000;
    const headers = { 'X-Bapi-Limit-Reset-Timestamp': String(theirNow + 750) };
    const failure = await failureOn({
      headers,
      body: refusal(10006, 'Too many visits!', theirNow),
    });
    expect(submissionAfter(failure)).toEqual({ kind: 'retry', afterMs: 750 });
  });

  it.each([
    ['a limit that has ended already', 10006, -5],
    ['another error, which has the header too', 170222, 750],
  ])('is as usual after %s', async (_, code, resetInMs) => {
    const now = Date.now();
    const headers = { 'X-Bapi-Limit-Reset-Timestamp': String(now + resetInMs) };
    const failure = await failureOn({ headers, body: refusal(code, 'no', now) });
    expect(failure.details).not.toHaveProperty('retryAfterMs');
    expect(submissionAfter(failure)).toMatchObject({ kind: 'retry' });
  });

  it('is ten minutes for an address that is barred, and nothing is asked meanwhile', async () => {
    const server = await startServer(() => ({ status: 403, body: 'access too frequent' }));
    const rest = restAt(server);
    await expect(rest.submitOrder(request)).rejects.toMatchObject({
      details: { retryAfterMs: 600_000 },
    });
    await expect(rest.fetchAccountFills('BTC/USDT', null)).rejects.toMatchObject({
      origin: 'paused',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is a second after a firewall’s page, and nothing is asked meanwhile', async () => {
    const server = await startServer(() => ({
      status: 403,
      body: '<html><body>Request blocked</body></html>',
    }));
    const rest = restAt(server);
    const failure = await rest.submitOrder(request).catch((error: unknown) => error);
    expect((failure as ExchangeFailure).details).not.toHaveProperty('retryAfterMs');
    expect(submissionAfter(failure as ExchangeFailure)).toMatchObject({ kind: 'retry' });
    const paused = await rest.fetchAccountFills('BTC/USDT', null).catch((error: unknown) => error);
    expect(paused).toMatchObject({ origin: 'paused' });
    const { retryAfterMs = 0 } = (paused as ExchangeFailure).details;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(1_000);
    expect(server.requests).toHaveLength(1);
  });

  it('is no matter of the address when a key lacks a permission', async () => {
    const server = await startServer(() => ({ status: 403, body: refusal(10005) }));
    const rest = restAt(server);
    await expect(rest.submitOrder(request)).rejects.toMatchObject({ details: { code: '10005' } });
    await expect(rest.fetchAccountFills('BTC/USDT', null)).rejects.toMatchObject({
      origin: 'answer',
    });
  });

  it('concerns orders only when orders were too many', async () => {
    const server = await startServer(() => ({ body: refusal(10006) }));
    const rest = restAt(server);
    await expect(rest.submitOrder(request)).rejects.toMatchObject({ details: { code: '10006' } });
    await expect(rest.fetchAccountFills('BTC/USDT', null)).rejects.toMatchObject({
      origin: 'answer',
    });
  });
});
