import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Engine } from '../../engine/engine.js';
import { streamPathOf } from '../../model.js';
import type { StreamApi } from '../../server/stream-api.js';
import type { Connection, KeepAlive } from '../../server/streams.js';
import { authenticate } from './authentication.js';
import { BinanceError, errors } from './errors.js';
import type { BinanceRateLimits } from './rate-limits.js';
import { signedSocketPayload } from './signing.js';
import { spotEvents } from './spot-wire.js';

const PATH = streamPathOf('spot');

interface SocketRequest {
  readonly id: unknown;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Method = (connection: Connection, params: SocketRequest['params'], now: number) => object;

/** Serves the WebSocket API, which carries spot's user data stream. */
export function createSpotStream(
  engine: Engine,
  limits: BinanceRateLimits,
  keepAlive: KeepAlive,
): StreamApi {
  const { streams, state, clock } = engine;
  const ids = new WeakMap<Connection, { next: number; byAccount: Map<string, number> }>();

  engine.onUpdate('spot', (update) => {
    streams.publish('spot', update.apiKey, () => spotEvents(clock.update(update), clock.now()));
  });

  const subscribe: Method = (connection, params, now) => {
    const account = authenticate(
      state.accounts,
      'spot',
      {
        apiKey: textOf(params['apiKey']),
        timestamp: numberOf(params['timestamp']),
        recvWindow: numberOf(params['recvWindow']),
        signature: textOf(params['signature']),
        payload: signedSocketPayload(params),
      },
      clock.present(now),
    );
    const { apiKey } = account;
    if (streams.isRefused(['spot'], apiKey, now)) {
      connection.socket.terminate();
      return {};
    }
    if (connection.subscriptions.has(apiKey)) {
      throw new BinanceError(-2035, 'User Data Stream subscription already active.');
    }
    const known = ids.get(connection) ?? { next: 0, byAccount: new Map<string, number>() };
    ids.set(connection, known);
    const subscriptionId = known.next++;
    known.byAccount.set(apiKey, subscriptionId);
    const envelope = (event: string): string =>
      `{"subscriptionId":${subscriptionId},"event":${event}}`;
    connection.subscriptions.set(apiKey, envelope);
    engine.log('spot_stream_subscribed', { apiKey, subscriptionId });
    return { subscriptionId };
  };

  const unsubscribe: Method = (connection, params) => {
    const wanted = numberOf(params['subscriptionId']);
    const active = [...(ids.get(connection)?.byAccount ?? [])].filter(
      ([apiKey, id]) =>
        connection.subscriptions.has(apiKey) && (wanted === undefined || wanted === id),
    );
    if (active.length === 0) {
      throw new BinanceError(-2036, 'User Data Stream subscription not active.');
    }
    for (const [apiKey] of active) connection.subscriptions.delete(apiKey);
    return {};
  };

  const methods: Readonly<Record<string, Method>> = {
    ping: () => ({}),
    time: () => ({ serverTime: clock.now() }),
    'session.status': (_connection, _params, now) => ({
      apiKey: null,
      authorizedSince: null,
      connectedSince: clock.present(now),
      returnRateLimits: true,
      serverTime: clock.present(now),
    }),
    // Logging on to a session requires an Ed25519 key, and all keys here are HMAC keys.
    'session.logon': () => {
      throw new BinanceError(-4056, 'HMAC_SHA256 API key is not supported.');
    },
    'userDataStream.subscribe': () => {
      throw errors.keyInvalid();
    },
    'userDataStream.subscribe.signature': subscribe,
    'userDataStream.unsubscribe': unsubscribe,
  };

  const answer = (connection: Connection, peer: string, text: string): void => {
    const now = Date.now();
    const request = parse(text);
    const id = request?.id ?? null;
    try {
      if (!request) throw new BinanceError(-1135, 'Invalid JSON Request');
      const method = methods[request.method];
      if (!method) throw new BinanceError(-1020, 'This operation is not supported.');
      limits.spendWeight(peer, 2, now);
      const result = method(connection, request.params, now);
      streams.reply(connection, JSON.stringify({ id, status: 200, result, rateLimits: [] }));
    } catch (error) {
      const known = error instanceof BinanceError ? error : errors.internal();
      if (known !== error) engine.log('venue_request_failed', { text, error: String(error) });
      const { code, message: msg, status } = known;
      streams.reply(connection, JSON.stringify({ id, status, error: { code, msg } }));
    }
  };

  return {
    markets: ['spot'],
    matches: (path) => path === PATH,
    accept(socket: WebSocket, request: IncomingMessage) {
      const connection = streams.open(['spot'], socket, Date.now());
      const peer = request.socket.remoteAddress ?? '';
      socket.on('message', (data: Buffer) => answer(connection, peer, data.toString('utf8')));
    },
    tick: (now) => streams.keepAlive('spot', keepAlive, now),
  };
}

function parse(text: string): SocketRequest | undefined {
  try {
    const value = JSON.parse(text) as Partial<SocketRequest> | null;
    if (typeof value !== 'object' || typeof value?.method !== 'string') return undefined;
    return { id: value.id ?? null, method: value.method, params: value.params ?? {} };
  } catch {
    return undefined; // the caller answers it as -1135
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
