import type { IncomingMessage } from 'node:http';
import type { RawData, WebSocket } from 'ws';
import type { Account } from '../../../market/accounts.js';
import type { StreamApi } from '../../../server/stream-api.js';
import type { Connection, StreamEvent } from '../../../server/streams.js';
import { authenticate } from './authentication.js';
import { KoreanError } from './errors.js';
import type { KoreanFront } from './front.js';
import { streamEvents, type FrameRules } from './stream-events.js';
import { readSubscription, StreamError, type Subscription } from './subscriptions.js';

const ALIVE = JSON.stringify({ status: 'UP' });
/** Neither exchange pings. They only close idle connections. */
const NEVER = { pingMs: Number.POSITIVE_INFINITY, pongWithinMs: Number.POSITIVE_INFINITY };

export interface PrivateStreamRules {
  readonly path: string;
  /** After how long without anything sent or received the connection is closed. */
  readonly idleMs: number;
  readonly frames: FrameRules;
}

/**
 * Serves a private stream. The token comes with the handshake. Each subscribe frame then replaces
 * the markets whose orders are reported. There is no snapshot.
 */
export function createPrivateStream(front: KoreanFront, rules: PrivateStreamRules): StreamApi {
  const { engine, dialect, limits, nonces } = front;
  const { streams, state, clock } = engine;
  const { market } = dialect;
  const { isBinary, simplified } = rules.frames;
  const isTrading = (code: string): boolean =>
    state.markets[market].listingState(code) === 'trading';
  const admitted = new WeakMap<IncomingMessage, Account>();
  const lastActiveAt = new WeakMap<Connection, number>();

  engine.onUpdate(market, (update) => {
    streams.publish(market, update.apiKey, () =>
      streamEvents(front, rules.frames, clock.update(update), clock.now()),
    );
  });

  const subscribe = (connection: Connection, { apiKey }: Account, text: string): void => {
    const wanted = readSubscription(text, isTrading);
    if (wanted?.format === 'SIMPLE' && !simplified) {
      throw new StreamError('INVALID_PARAM', 'The parameter is invalid: format SIMPLE.');
    }
    connection.subscriptions.delete(apiKey);
    if (!wanted) return;
    connection.subscriptions.set(apiKey, (frame, event) => {
      if (!concerns(wanted, event)) return null;
      lastActiveAt.set(connection, Date.now());
      return wanted.format === 'SIMPLE' ? (simplified?.(frame) ?? null) : frame;
    });
    engine.log('private_stream_subscribed', { market, apiKey, codes: [...(wanted.codes ?? [])] });
  };

  const answer = (connection: Connection, account: Account, text: string): void => {
    try {
      limits.spend('message', account.apiKey, Date.now());
      if (text === 'PING') return streams.reply(connection, ALIVE);
      subscribe(connection, account, text);
    } catch (error) {
      // What happens to a client that sends too much is not known. This is the simplest reaction.
      if (error instanceof KoreanError) return connection.socket.close(1008);
      if (!(error instanceof StreamError)) throw error;
      streams.reply(connection, error.frame());
    }
  };

  return {
    markets: [market],
    matches: (path) => path === rules.path,

    admit(request) {
      const now = Date.now();
      try {
        limits.spend('connect', request.socket.remoteAddress ?? '', now);
        const { authorization } = request.headers;
        const account = authenticate(
          state.accounts,
          nonces,
          dialect,
          authorization,
          [],
          clock.present(now),
        );
        if (streams.isRefused([market], account.apiKey, now)) return { status: 503, body: '' };
        admitted.set(request, account);
        return null;
      } catch (error) {
        if (error instanceof KoreanError) return error.answer();
        throw error;
      }
    },

    accept(socket: WebSocket, request: IncomingMessage) {
      const account = admitted.get(request);
      if (!account) return socket.terminate();
      const opening = { isBinary, opener: account.apiKey };
      const connection = streams.open([market], socket, Date.now(), opening);
      const note = (): void => void lastActiveAt.set(connection, Date.now());
      note();
      socket.on('ping', note);
      socket.on('pong', note);
      socket.on('message', (data: RawData) => {
        note();
        answer(connection, account, (data as Buffer).toString('utf8'));
      });
    },

    tick(now) {
      streams.keepAlive(market, NEVER, now);
      for (const connection of streams.of({ market })) {
        const isIdle = now - (lastActiveAt.get(connection) ?? now) >= rules.idleMs;
        if (isIdle && !streams.isSilent(connection, now)) connection.socket.close(1000);
      }
    },
  };
}

function concerns({ codes }: Subscription, { symbol }: StreamEvent): boolean {
  return codes === null || symbol === null || codes.has(symbol);
}
