import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { binance } from '../../../../src/exchange/binance/index.js';
import {
  startServer,
  type AnsweringServer,
  type ReceivedRequest,
} from '../../../kit/exchange/http-server.js';
import { accountAt, request, restAt, restOf } from './account.js';
import { exchangeInfo, spotOrderAnswer } from './fixtures.js';

const TEN_MINUTES = 600_000;
const REFUSAL = { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' };

let server: AnsweringServer;

function parametersOf({ query, body }: ReceivedRequest): URLSearchParams {
  return new URLSearchParams(query || body);
}

function isTimely(timestamp: number, offsetMs: number): boolean {
  return Math.abs(timestamp - Date.now() - offsetMs) < 5_000;
}

/** A server whose clock differs from ours; `answers` by the end of a path. */
async function startServerAhead(offsetMs: number, answers: Record<string, unknown>): Promise<void> {
  server = await startServer((request) => {
    const { path } = request;
    if (path.endsWith('/time')) return { body: { serverTime: Date.now() + offsetMs } };
    if (path.endsWith('/exchangeInfo')) return { body: exchangeInfo };
    const timestamp = Number(parametersOf(request).get('timestamp'));
    if (!isTimely(timestamp, offsetMs)) return { status: 400, body: REFUSAL };
    const [, body] = Object.entries(answers).find(([end]) => path.endsWith(end)) ?? [];
    return body === undefined ? { status: 404, body: {} } : { body };
  });
}

const called = () =>
  server.requests.map(({ method, path }) => `${method} ${path.replace(/.*\//, '')}`);

const marketOrder = { ...request, orderType: 'MARKET', price: null } as const;

describe.each([TEN_MINUTES, -TEN_MINUTES])('with an exchange %i ms ahead', (offsetMs) => {
  it('makes a refused read again at once, and later ones once', async () => {
    await startServerAhead(offsetMs, { order: spotOrderAnswer });
    const rest = restAt(server.origin);
    const reference = { symbol: 'BTC/USDT', clientOrderId: 'ft-1', exchangeOrderId: null } as const;
    expect(await rest.fetchOrder(reference)).toMatchObject({ exchangeOrderId: '4211' });
    expect(called()).toEqual(['GET order', 'GET time', 'GET order']);
    await rest.fetchOrder(reference);
    expect(called().slice(3)).toEqual(['GET order']);
  });

  it('does not send a refused order again by itself, but the next attempt is taken', async () => {
    await startServerAhead(offsetMs, { order: spotOrderAnswer });
    const rest = restAt(server.origin);
    await expect(rest.submitOrder(marketOrder)).rejects.toMatchObject({
      details: { code: '-1021' },
    });
    expect(called()).toEqual(['POST order', 'GET time']);
    expect((await rest.submitOrder(marketOrder)).view.exchangeOrderId).toBe('4211');
  });

  it('cancels once the time is known', async () => {
    await startServerAhead(offsetMs, { order: { ...spotOrderAnswer, status: 'CANCELED' } });
    const reference = { symbol: 'BTC/USDT', clientOrderId: 'ft-1', exchangeOrderId: null } as const;
    expect(await restAt(server.origin).cancelOrder(reference)).toMatchObject({
      status: 'CANCELLED',
    });
    expect(called()).toEqual(['DELETE order', 'GET time', 'DELETE order']);
  });

  it('asks for the time of its own market', async () => {
    await startServerAhead(offsetMs, { userTrades: [] });
    const rest = restAt(server.origin, 'FUTURES');
    expect(await rest.fetchAccountFills('BTC/USDT', null)).toEqual([]);
    expect(server.requests.map(({ path }) => path)).toContain('/fapi/v1/time');
  });

  it('subscribes on the same socket with the time that it learned', async () => {
    await startServerAhead(offsetMs, {});
    const timestamps: number[] = [];
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => sockets.close());
    sockets.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        const { id, params } = JSON.parse(data.toString()) as {
          id: string;
          params: { timestamp: number };
        };
        timestamps.push(params.timestamp);
        const answer = isTimely(params.timestamp, offsetMs)
          ? { id, status: 200, result: { subscriptionId: 0 } }
          : { id, status: 400, error: REFUSAL };
        socket.send(JSON.stringify(answer));
      });
    });
    await once(sockets, 'listening');
    const { port } = sockets.address() as AddressInfo;
    const account = accountAt(server.origin, 'SPOT', { streamUrl: `ws://127.0.0.1:${port}` });
    const open = binance.openStream(account, binance.openMarkets(account));
    const handlers = { onUpdates: () => {}, onUnreadable: () => {} };
    const connection = await open(handlers, new AbortController().signal, []);
    expect(timestamps).toHaveLength(2);
    connection.close();
    // What the stream learned serves the account's reads too.
    await restOf(account)
      .fetchAccountFills('BTC/USDT', null)
      .catch(() => undefined);
    expect(called().filter((call) => call === 'GET time')).toHaveLength(1);
  });
});

it('gives up on a read that is refused again: the exchange is not asked in a circle', async () => {
  server = await startServer(({ path }) =>
    path.endsWith('/time') ? { body: { serverTime: Date.now() } } : { status: 400, body: REFUSAL },
  );
  await expect(restAt(server.origin).fetchAccountFills('BTC/USDT', null)).rejects.toMatchObject({
    details: { code: '-1021' },
  });
  expect(called()).toEqual(['GET myTrades', 'GET time', 'GET myTrades', 'GET time']);
});

it('limits how long an order may be on its way, and asks for no time unless refused', async () => {
  await startServerAhead(0, { order: spotOrderAnswer });
  await restAt(server.origin).submitOrder(marketOrder);
  expect(called()).toEqual(['POST order']);
  const [sent] = server.requests;
  expect(sent && parametersOf(sent).get('recvWindow')).toBe('5000');
});
