import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signSocketRequest } from '../../../../src/exchange/binance/signing.js';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { startServer } from '../../../kit/exchange/http-server.js';
import { reference, request, restAt } from './account.js';
import { exchangeInfo, spotOrderAnswer } from './fixtures.js';

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
  it('signs exactly the bytes it sends, with quantity and price as they were given', async () => {
    const server = await startServer(({ path }) => ({
      body: path.endsWith('exchangeInfo') ? exchangeInfo : spotOrderAnswer,
    }));
    const figures = { quantity: '0.00000100', price: '123456789.01' };
    await restAt(server.origin).submitOrder({ ...request, ...figures });
    const sent = server.requests.find(({ method }) => method === 'POST');
    const [signed = '', signature] = (sent?.body ?? '').split('&signature=');
    expect(signature).toBe(createHmac('sha256', 'testsecret').update(signed).digest('hex'));
    expect(sent?.headers['x-mbx-apikey']).toBe('testkey');
    expect(new URLSearchParams(signed).get('quantity')).toBe('0.00000100');
    expect(new URLSearchParams(signed).get('price')).toBe('123456789.01');
    expect(new URLSearchParams(signed).get('newClientOrderId')).toBe('ft-1');
  });

  it('fails without showing the signature or the key', async () => {
    const server = await startServer(() => ({ status: 502, body: '<html>' }));
    const call = restAt(server.origin).fetchOrder(reference);
    const failure = await call.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ExchangeFailure);
    expect((failure as ExchangeFailure).origin).toBe('answer');
    expect((failure as ExchangeFailure).message).not.toMatch(/[0-9a-f]{64}|testkey/);
  });

  it('does not call an answer that is not JSON a success', async () => {
    const server = await startServer(() => ({ body: '<html>Please wait</html>' }));
    const call = restAt(server.origin).fetchOrder(reference);
    await expect(call).rejects.toMatchObject({ name: 'ExchangeFailure', origin: 'unreadable' });
  });

  it('says that nothing was sent when nobody listens', async () => {
    const server = await startServer(() => ({ body: {} }));
    const { origin } = server;
    await server.close();
    const call = restAt(origin).fetchOrder(reference);
    await expect(call).rejects.toMatchObject({ origin: 'no_connection' });
  });

  it('tells a missing order apart from a failed call, and passes the code on', async () => {
    let status = 400;
    const server = await startServer(() =>
      status === 400
        ? { status, body: { code: -2013, msg: 'Order does not exist.' } }
        : { status, body: { code: -1003, msg: 'Too many requests.' } },
    );
    const rest = restAt(server.origin);
    await expect(rest.fetchOrder(reference)).resolves.toBeNull();
    status = 429;
    await expect(rest.fetchOrder(reference)).rejects.toMatchObject({
      origin: 'answer',
      details: { code: '-1003', httpStatus: 429 },
    });
  });
});
