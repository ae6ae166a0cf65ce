import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { OrderUpdate } from '../../../../../src/domain/order.js';
import type { StreamConnection } from '../../../../../src/exchange/exchange.js';
import { eventually } from '../../../../kit/eventually.js';
import { ADAPTERS, accountAt, bithumbFrame, marketList, upbitFrame } from './fixtures.js';
import type { KoreanName } from './fixtures.js';
import { startServer, type AnsweringServer } from '../../../../kit/exchange/http-server.js';

/** A server of private streams that records what it receives. */
class StreamServer {
  readonly received: unknown[] = [];
  readonly tokens: string[] = [];
  /** What came to keep the connection alive. */
  readonly signs: string[] = [];
  readonly #sockets: WebSocketServer;
  #latest: WebSocket | undefined;
  /** What is sent as soon as a connection opens. */
  greeting: string | undefined;

  private constructor(sockets: WebSocketServer) {
    this.#sockets = sockets;
    sockets.on('connection', (socket, request) => {
      this.#latest = socket;
      this.tokens.push(request.headers.authorization ?? '');
      if (this.greeting !== undefined) socket.send(this.greeting);
      socket.on('ping', () => this.signs.push('ping frame'));
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        if (text === 'PING') this.signs.push(text);
        else this.received.push(JSON.parse(text));
      });
    });
  }

  static async start(verify?: (request: IncomingMessage) => boolean): Promise<StreamServer> {
    const sockets = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      ...(verify ? { verifyClient: ({ req }: { req: IncomingMessage }) => verify(req) } : {}),
    });
    await once(sockets, 'listening');
    return new StreamServer(sockets);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#sockets.address() as AddressInfo).port}/private`;
  }

  send(data: string | Buffer): void {
    this.#latest?.send(data);
  }

  close(): void {
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
  }
}

let server: AnsweringServer;
let stream: StreamServer | undefined;
let updates: OrderUpdate[];
let problems: string[];
const opened: StreamConnection[] = [];
beforeEach(async () => {
  [updates, problems] = [[], []];
  server = await startServer(() => ({ body: marketList }));
});
afterEach(async () => {
  vi.useRealTimers();
  for (const connection of opened.splice(0)) connection.close();
  stream?.close();
  stream = undefined;
  await server.close();
});

async function open(exchange: KoreanName, symbols: readonly string[]): Promise<StreamConnection> {
  stream ??= await StreamServer.start();
  const account = accountAt(exchange, { restUrl: server.origin, streamUrl: stream.url });
  const adapter = ADAPTERS[exchange];
  const connection = await adapter.openStream(account, adapter.openMarkets(account))(
    {
      onUpdates: (fresh) => updates.push(...fresh),
      onUnreadable: (problem) => problems.push(problem),
    },
    new AbortController().signal,
    symbols,
  );
  opened.push(connection);
  return connection;
}

/** Waits until the server has received some messages. */
const receives = (count: number): Promise<unknown> =>
  eventually(`${count} messages`, () => (stream?.received.length ?? 0) >= count);
const codesOf = (message: unknown): unknown => (message as [object, { codes: unknown }])[1].codes;
const frames = { upbit: upbitFrame, bithumb: bithumbFrame };

describe.each(['upbit', 'bithumb'] as const)('the private stream of %s', (exchange) => {
  it('asks for the orders of the covered markets, each connection with its own token', async () => {
    await open(exchange, ['BTC/KRW', 'ETH/BTC']);
    await open(exchange, ['BTC/KRW']);
    await receives(2);
    expect(stream?.received).toHaveLength(2);
    expect(stream?.received[0]).toEqual([
      { ticket: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      { type: 'myOrder', codes: ['KRW-BTC', 'BTC-ETH'] },
    ]);
    const [first, second] = stream?.tokens ?? [];
    expect(first).toMatch(/^Bearer eyJ/);
    expect(second).not.toBe(first);
  });

  it('asks for nothing while no market is covered: an empty list would mean all', async () => {
    const connection = await open(exchange, []);
    await connection.cover?.([]);
    await connection.cover?.(['NO/KRW']);
    await connection.cover?.(['BTC/KRW']);
    await receives(1);
    expect(stream?.received.map(codesOf)).toEqual([['KRW-BTC']]);
  });

  it('asks anew with the whole list when what is covered changes', async () => {
    const connection = await open(exchange, ['BTC/KRW']);
    await connection.cover?.(['BTC/KRW', 'ETH/KRW', 'NO/KRW']);
    await connection.cover?.(['ETH/KRW']);
    await receives(3);
    expect(stream?.received.map(codesOf)).toEqual([
      ['KRW-BTC'],
      ['KRW-BTC', 'KRW-ETH'],
      ['KRW-ETH'],
    ]);
  });

  it('reads frames of either kind, and takes a sign of life for no message', async () => {
    const connection = await open(exchange, ['BTC/KRW']);
    stream?.send(JSON.stringify({ status: 'UP' }));
    stream?.send(JSON.stringify(frames[exchange]));
    stream?.send(Buffer.from(JSON.stringify(frames[exchange])));
    await eventually('two updates', () => updates.length >= 2);
    expect(updates).toHaveLength(2);
    expect(updates[0]).toMatchObject({ clientOrderId: 'ft-1', filledQuantity: '0.0004' });
    expect(connection.messages()).toBe(2);
    expect(problems).toEqual([]);
  });

  it('reports frames it cannot read, and goes on', async () => {
    const connection = await open(exchange, ['BTC/KRW']);
    const frame = JSON.stringify(frames[exchange]);
    stream?.send(frame.slice(0, 40));
    stream?.send(Buffer.from([0xff, 0xfe, 0x00]));
    stream?.send(JSON.stringify({ ...frames[exchange], state: 'odd' }));
    for (const text of ['[]', 'null', '5', '"up"']) stream?.send(text);
    stream?.send(JSON.stringify({ ...frames[exchange], type: 'myAsset' }));
    stream?.send(JSON.stringify({ ...frames[exchange], code: 'KRW-NOPE' }));
    stream?.send(frame);
    await eventually('an update', () => updates.length >= 1);
    expect(updates).toHaveLength(1);
    expect(problems).toHaveLength(7);
    expect(problems[2]).toMatch(new RegExp(`^${exchange} myOrder: state: .*"odd"`));
    expect(problems.slice(3)).toEqual(
      ['[]', 'null', '5', '"up"'].map(
        (text) => `${exchange}: expected a frame with fields, was ${text}`,
      ),
    );
    // Those four, the odd one, one of an unlisted market, and the last.
    expect(connection.messages()).toBe(7);
  });

  it('ends when the exchange refuses, and says why', async () => {
    const connection = await open(exchange, ['BTC/KRW']);
    stream?.send(JSON.stringify({ error: { name: 'WRONG_FORMAT', message: 'Format error.' } }));
    expect(await connection.closed).toBe('refused by the exchange: WRONG_FORMAT Format error.');
  });

  it('does not repeat the token that a refusal quotes', async () => {
    const connection = await open(exchange, ['BTC/KRW']);
    const message = 'bad Bearer eyJhbGciOiJIUzI1NiJ9.eyJhY2Nlc3MiOiJrIn0.c2ln';
    stream?.send(JSON.stringify({ error: { name: 'INVALID_AUTH', message } }));
    expect(await connection.closed).toBe(
      'refused by the exchange: INVALID_AUTH bad Bearer [redacted]',
    );
  });

  it('ends also when it is refused before it is asked for anything', async () => {
    stream = await StreamServer.start();
    stream.greeting = JSON.stringify({ error: { name: 'INVALID_AUTH' } });
    const connection = await open(exchange, ['BTC/KRW']);
    expect(await connection.closed).toBe('refused by the exchange: INVALID_AUTH');
  });

  it('is kept alive in the way that is documented, well before 120 s', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await open(exchange, ['BTC/KRW']);
    vi.advanceTimersByTime(10_000);
    const sign = exchange === 'upbit' ? 'ping frame' : 'PING';
    await eventually('a sign of life', () => stream?.signs[0]);
    expect(stream?.signs).toEqual([sign]);
  });

  it('does not open when the handshake is refused', async () => {
    stream = await StreamServer.start(() => false);
    await expect(open(exchange, ['BTC/KRW'])).rejects.toThrow('401');
  });
});
