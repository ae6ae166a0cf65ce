import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExchangeAccount } from '../../../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { binance } from '../../../../src/exchange/binance/index.js';
import { signSocketRequest } from '../../../../src/exchange/binance/signing.js';
import { Secret } from '../../../../src/observability/secret.js';
import { exchangeInfo, spotOrderAnswer } from './fixtures.js';
import { startServer, type AnsweringServer } from '../http-server.js';

let server: AnsweringServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function restOf(origin: string) {
  const account: ExchangeAccount = {
    id: 1,
    name: 'signed',
    exchange: 'binance',
    marketType: 'SPOT',
    restUrl: origin,
    streamUrl: null,
    credentials: new Secret({ apiKey: 'testkey', secret: 'testsecret' }),
  };
  return binance.openRest(account, binance.openMarkets(account), { readTimeoutMs: 2000 });
}

describe('signSocketRequest', () => {
  it('signs as a known vector', () => {
    const parameters = { apiKey: 'testkey', recvWindow: 10000, timestamp: 1700000000000 };
    expect(signSocketRequest(parameters, 'testsecret')).toBe(
      '060f4a53c14bee400f7b04b7b03fae9461a4f6c86f6aea1b07a7314db771e046',
    );
  });

  it('does not depend on the order in which parameters are given', () => {
    const sorted = { apiKey: 'k', recvWindow: 1, timestamp: 2 };
    const shuffled = { timestamp: 2, apiKey: 'k', recvWindow: 1 };
    expect(signSocketRequest(shuffled, 's')).toBe(signSocketRequest(sorted, 's'));
  });
});

describe('a signed REST call', () => {
  it('signs exactly the bytes it sends and keeps quantity and price as they were given', async () => {
    server = await startServer(({ path }) => ({
      body: path.endsWith('exchangeInfo') ? exchangeInfo : spotOrderAnswer,
    }));
    await restOf(server.origin).submitOrder({
      accountId: 1,
      accountName: 'signed',
      strategyId: 1,
      clientOrderId: 'ft-1',
      symbol: 'BTC/USDT',
      marketType: 'SPOT',
      side: 'BUY',
      orderType: 'LIMIT',
      quantity: '0.00000100',
      price: '123456789.01',
      timeInForce: 'GTC',
      reduceOnly: false,
      receivedAt: '2026-01-01T00:00:00.000Z',
    });
    const request = server.requests.find(({ method }) => method === 'POST');
    const [signed = '', signature] = (request?.body ?? '').split('&signature=');
    expect(signature).toBe(createHmac('sha256', 'testsecret').update(signed).digest('hex'));
    expect(request?.headers['x-mbx-apikey']).toBe('testkey');
    expect(new URLSearchParams(signed).get('quantity')).toBe('0.00000100');
    expect(new URLSearchParams(signed).get('price')).toBe('123456789.01');
    expect(new URLSearchParams(signed).get('newClientOrderId')).toBe('ft-1');
  });

  it('fails without showing the signature or the key', async () => {
    server = await startServer(() => ({ status: 502, body: '<html>' }));
    const call = restOf(server.origin).fetchOrder({ symbol: 'BTC/USDT', clientOrderId: 'ft-1' });
    const failure = await call.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ExchangeFailure);
    expect((failure as ExchangeFailure).origin).toBe('answer');
    expect((failure as ExchangeFailure).message).not.toMatch(/[0-9a-f]{64}|testkey/);
  });

  it('does not call an answer that is not JSON a success', async () => {
    server = await startServer(() => ({ body: '<html>Please wait</html>' }));
    const call = restOf(server.origin).fetchOrder({ symbol: 'BTC/USDT', clientOrderId: 'ft-1' });
    await expect(call).rejects.toMatchObject({ name: 'ExchangeFailure', origin: 'unreadable' });
  });

  it('says that nothing was sent when nobody listens', async () => {
    server = await startServer(() => ({ body: {} }));
    const { origin } = server;
    await server.close();
    const call = restOf(origin).fetchOrder({ symbol: 'BTC/USDT', clientOrderId: 'ft-1' });
    await expect(call).rejects.toMatchObject({ origin: 'no_connection' });
  });

  it('tells a missing order from a failed call, and passes on how long to wait', async () => {
    let status = 400;
    server = await startServer(() =>
      status === 400
        ? { status, body: { code: -2013, msg: 'Order does not exist.' } }
        : { status, body: { code: -1003, msg: 'Too many requests.' } },
    );
    const rest = restOf(server.origin);
    const reference = { symbol: 'BTC/USDT', clientOrderId: 'ft-1' };
    await expect(rest.fetchOrder(reference)).resolves.toBeNull();
    status = 429;
    await expect(rest.fetchOrder(reference)).rejects.toMatchObject({
      origin: 'answer',
      details: { code: '-1003', httpStatus: 429 },
    });
  });
});
