import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { OrderUpdate } from '../../../../src/domain/order.js';
import { bybit } from '../../../../src/exchange/bybit/index.js';
import { signStream } from '../../../../src/exchange/bybit/signing.js';
import type { StreamConnection } from '../../../../src/exchange/exchange.js';
import {
  accountAt,
  linearOrder,
  list,
  ok,
  spotExecution,
  spotInstrument,
  spotOrder,
  framed,
} from './fixtures.js';
import { eventually } from '../../../kit/eventually.js';
import { startServer, type AnsweringServer } from '../../../kit/exchange/http-server.js';

let server: AnsweringServer | undefined;
let sockets: WebSocketServer | undefined;
let connection: StreamConnection | undefined;
afterEach(async () => {
  connection?.close();
  for (const client of sockets?.clients ?? []) client.terminate();
  sockets?.close();
  await server?.close();
  [server, sockets, connection] = [undefined, undefined, undefined];
});

interface Asked {
  readonly op: string;
  readonly req_id?: string;
  readonly args?: readonly string[];
}

const granted = ({ op, req_id }: Asked) => ({ success: true, ret_msg: '', op, req_id });

/**
 * A private stream whose answers the test makes, of an exchange whose clock may be ahead of ours.
 */
async function startStream(
  answer: (asked: Asked, socket: WebSocket) => object | undefined,
  aheadMs = 0,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  server = await startServer(({ path }) => ({
    body: path.endsWith('/time')
      ? { ...ok({}), time: Date.now() + aheadMs }
      : list([spotInstrument]),
  }));
  sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Asked;
      asked.push(message);
      const reply = answer(message, socket);
      if (reply) socket.send(JSON.stringify(reply));
    });
  });
  await once(sockets, 'listening');
  return asked;
}

const updates: OrderUpdate[] = [];
const problems: string[] = [];

async function open(signal = new AbortController().signal): Promise<StreamConnection> {
  updates.length = 0;
  problems.length = 0;
  const { port } = sockets!.address() as AddressInfo;
  const streamUrl = `ws://127.0.0.1:${port}/v5/private`;
  const account = accountAt(server!.origin, 'SPOT', { streamUrl });
  const openStream = bybit.openStream(account, bybit.openMarkets(account));
  const handlers = {
    onUpdates: (each: readonly OrderUpdate[]) => void updates.push(...each),
    onUnreadable: (problem: string) => void problems.push(problem),
  };
  connection = await openStream(handlers, signal, []);
  return connection;
}

function send(frame: string | object): void {
  const isRaw = typeof frame === 'string' || Buffer.isBuffer(frame);
  for (const client of sockets!.clients) client.send(isRaw ? frame : JSON.stringify(frame));
}

describe('the private stream', () => {
  it('is open once both topics are confirmed, with a signature of its own', async () => {
    const asked = await startStream(granted);
    const before = Date.now();
    await open();
    const [auth, subscribe] = asked;
    const [key, expires, signature] = auth?.args ?? [];
    expect(auth?.op).toBe('auth');
    expect(key).toBe('testkey');
    expect(Number(expires) - before).toBeGreaterThanOrEqual(10_000);
    expect(Number(expires) - Date.now()).toBeLessThanOrEqual(10_000);
    expect(signature).toBe(signStream(Number(expires), 'testsecret'));
    expect(subscribe).toMatchObject({ op: 'subscribe', args: ['order', 'execution'] });
  });

  it('reports orders and executions of its category, message by message', async () => {
    await startStream(granted);
    const stream = await open();
    send(framed('order', [{ ...linearOrder, category: 'linear' }]));
    send(framed('order', [{ ...spotOrder, category: 'spot' }]));
    send(framed('execution', [{ ...spotExecution, category: 'spot' }]));
    send({ op: 'pong', args: ['1700000000000'], conn_id: 'c', req_id: 'ping' });
    send(framed('wallet', [{}]));
    await eventually('four messages', () => stream.messages() >= 4);
    expect(stream.messages()).toBe(4);
    expect(updates.map(({ fill }) => fill?.exchangeTradeId)).toEqual([undefined, 'e-1']);
    expect(problems).toEqual([]);
  });

  it('outlives frames that cannot be read, and says what came', async () => {
    await startStream(granted);
    await open();
    send('{"topic":"ord');
    send('[]');
    send({ topic: 'order', data: 'none' });
    send(Buffer.from([0xff, 0xfe, 0x00]));
    send(framed('order', [{ ...spotOrder, category: 'spot', orderStatus: 'Paused' }]));
    send(framed('order', [{ ...spotOrder, category: 'spot' }]));
    await eventually('an update', () => updates.length > 0);
    expect(updates).toHaveLength(1);
    expect(problems).toHaveLength(5);
    expect(problems.every((problem) => problem.startsWith('bybit'))).toBe(true);
  });

  it.each([
    ['auth', 'Params Error'],
    ['subscribe', 'Invalid topic'],
  ])('fails with the exchange’s words when %s is refused', async (op, words) => {
    await startStream((asked) =>
      asked.op === op ? { success: false, ret_msg: words, op } : granted(asked),
    );
    await expect(open()).rejects.toThrow(`bybit ${op} was refused: ${words}`);
    await eventually('nobody to be connected', () => sockets?.clients.size === 0);
  });

  it('fails when the exchange hangs up instead of answering', async () => {
    await startStream((asked, socket) => {
      if (asked.op === 'auth') return granted(asked);
      socket.close(1008, 'no');
      return undefined;
    });
    await expect(open()).rejects.toThrow(/bybit subscribe: closed by the exchange \(1008 no\)/);
  });

  it('signs again with the exchange’s time when its signature had expired there', async () => {
    const aheadMs = 600_000;
    const asked = await startStream(
      (each) =>
        each.op === 'auth' && Number(each.args?.[1]) <= Date.now() + aheadMs
          ? { success: false, ret_msg: 'Request expired', op: 'auth' }
          : granted(each),
      aheadMs,
    );
    await open();
    expect(asked.map(({ op }) => op)).toEqual(['auth', 'auth', 'subscribe']);
  });

  it('does not try again with a key that is refused for another reason', async () => {
    const asked = await startStream(({ op }) => ({ success: false, ret_msg: 'Invalid key', op }));
    await expect(open()).rejects.toThrow('Invalid key');
    expect(asked).toHaveLength(1);
  });

  it('says when it is over', async () => {
    await startStream(granted);
    const { closed } = await open();
    for (const client of sockets!.clients) client.close(1001, 'maintenance');
    expect(await closed).toBe('closed by the exchange (1001 maintenance)');
  });

  it('pings in the exchange’s words and is dead when nothing comes back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    try {
      const asked = await startStream((each) => (each.op === 'ping' ? undefined : granted(each)));
      const { closed } = await open();
      vi.advanceTimersByTime(20_000);
      await vi.waitFor(() => expect(asked.at(-1)).toMatchObject({ op: 'ping' }));
      vi.advanceTimersByTime(20_000);
      expect(await closed).toMatch(/^silent for 3\d{4} ms$/);
    } finally {
      vi.useRealTimers();
    }
  });
});
