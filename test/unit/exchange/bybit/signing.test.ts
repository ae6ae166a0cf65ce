import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../../../src/exchange/bybit/client.js';
import { signStream } from '../../../../src/exchange/bybit/signing.js';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { accountAt, list, ok, request, restAt, spotExecution } from './fixtures.js';
import { startServer } from '../../../kit/exchange/http-server.js';

const reference = { symbol: 'BTC/USDT', clientOrderId: 'ft-1' };

describe('signStream', () => {
  it('signs as a known vector', () => {
    expect(signStream(1700000010000, 'testsecret')).toBe(
      '6a806639d27b1c24c3808a191e9d0274d0c9d3a04a160233856d65840dfda2c8',
    );
  });
});

describe('a signed REST call', () => {
  it('signs as a known vector', async () => {
    const server = await startServer(() => ({ body: list([]) }));
    const account = accountAt(server.origin);
    const credentials = account.credentials.reveal();
    const clock = { now: () => 1700000000000 };
    const client = createClient(account, { credentials, timeoutMs: 2_000, clock });
    const calls = client as unknown as Record<string, (parameters: object) => Promise<unknown>>;
    const parameters = { symbol: 'BTCUSDT', orderId: 'b-1', category: 'spot' };
    await calls['privateGetV5OrderRealtime']?.(parameters);
    expect(server.requests[0]?.headers).toMatchObject({
      'x-bapi-api-key': 'testkey',
      'x-bapi-timestamp': '1700000000000',
      'x-bapi-recv-window': '5000',
      'x-bapi-sign': '2a1fce8bbf987ceb32b752a88c2637ba199db7bd5c77fbd0a4427de8a795f92d',
    });
  });

  it('signs exactly the bytes it sends, with quantity and price as they were given', async () => {
    const server = await startServer(() => ({ body: ok({ orderId: 'b-1', orderLinkId: 'ft-1' }) }));
    const quantity = '0.00000100';
    await restAt(server).submitOrder({ ...request, quantity, price: '123456789.01' });
    const [sent] = server.requests;
    const header = (name: string) => String(sent?.headers[name]);
    const signed = `${header('x-bapi-timestamp')}testkey5000${sent?.body}`;
    expect(header('x-bapi-sign')).toBe(
      createHmac('sha256', 'testsecret').update(signed).digest('hex'),
    );
    expect(sent?.body).toContain('"qty":"0.00000100"');
    expect(sent?.body).toContain('"price":"123456789.01"');
  });

  it('signs a query with a cursor as it sends it', async () => {
    const cursor = 'page_args%3Db-1%26symbol%3D6%26';
    const server = await startServer(({ query }) => ({
      body: query.includes('cursor') ? list([]) : list([spotExecution], cursor),
    }));
    await restAt(server).fetchFills({ ...reference, exchangeOrderId: 'b-1' });
    const [, next] = server.requests;
    expect(next?.query).toContain(`cursor=${cursor}`);
    const signed = `${String(next?.headers['x-bapi-timestamp'])}testkey5000${next?.query}`;
    expect(next?.headers['x-bapi-sign']).toBe(
      createHmac('sha256', 'testsecret').update(signed).digest('hex'),
    );
  });

  it('signs a query with a name outside ASCII as it sends it', async () => {
    const server = await startServer(() => ({ body: list([]) }));
    const client = createClient(accountAt(server.origin), {
      credentials: accountAt(server.origin).credentials.reveal(),
      timeoutMs: 2_000,
    });
    const calls = client as unknown as Record<string, (parameters: object) => Promise<unknown>>;
    await calls['privateGetV5ExecutionList']?.({ symbol: '币安人生USDT', category: 'spot' });
    const [sent] = server.requests;
    expect(new URLSearchParams(sent?.query).get('symbol')).toBe('币安人生USDT');
    const signed = `${String(sent?.headers['x-bapi-timestamp'])}testkey5000${sent?.query}`;
    expect(sent?.headers['x-bapi-sign']).toBe(
      createHmac('sha256', 'testsecret').update(signed).digest('hex'),
    );
  });

  it('fails without showing the signature or the key', async () => {
    const server = await startServer(() => ({ status: 502, body: '<html>' }));
    const failure = await restAt(server)
      .fetchOrder(reference)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(failure).toBeInstanceOf(ExchangeFailure);
    expect((failure as ExchangeFailure).origin).toBe('answer');
    expect((failure as ExchangeFailure).message).not.toMatch(/[0-9a-f]{64}|testkey|testsecret/);
  });
});
