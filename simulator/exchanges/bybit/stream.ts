import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Engine } from '../../engine/engine.js';
import { streamPathOf } from '../../model.js';
import type { StreamApi } from '../../server/stream-api.js';
import type { Connection } from '../../server/streams.js';
import { isSignedBy } from '../kit/signatures.js';
import { accountOfKey } from './authentication.js';
import type { AuthRefusals } from './auth-refusals.js';
import { BYBIT_MARKETS } from './categories.js';
import { BybitError } from './errors.js';
import { bybitEvents } from './events.js';
import type { ExtraFees } from './extra-fees.js';
import { envelopeFor, topicProblem } from './topics.js';

const PATH = streamPathOf('bybit-spot');
const IDLE_MS = 10 * 60 * 1000;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000 };

/** What the venue knows of a socket besides its connection. */
interface Session {
  readonly id: string;
  readonly topics: Set<string>;
  readonly maxActiveMs: number;
  apiKey: string | null;
  lastHeardAt: number;
}

interface SocketRequest {
  readonly op: string;
  readonly req_id?: string;
  readonly args: readonly unknown[];
}

/** Serves the private stream of all categories. */
export function createBybitStream(
  engine: Engine,
  { refusals, extraFees }: { readonly refusals: AuthRefusals; readonly extraFees: ExtraFees },
  idleMs = IDLE_MS,
): StreamApi {
  const { streams, state, clock } = engine;
  const sessions = new WeakMap<Connection, Session>();

  for (const name of BYBIT_MARKETS) {
    engine.onUpdate(name, (update) => {
      streams.publish(name, update.apiKey, () => {
        const account = state.account(update.apiKey);
        const shown = clock.update(update);
        return bybitEvents(
          shown,
          { market: state.markets[name], state, account, extraFees },
          clock.now(),
        );
      });
    });
  }

  const reply = (connection: Connection, body: object): void =>
    streams.reply(connection, JSON.stringify(body));

  const authenticate = (
    connection: Connection,
    session: Session,
    args: readonly unknown[],
  ): string => {
    const [apiKey, expires, signature] = args.map(String);
    try {
      const account = accountOfKey(state.accounts, apiKey);
      if (!(Number(expires) > clock.now())) return 'error:expires has passed';
      const isRight = isSignedBy(account.secret, `GET/realtime${expires}`, signature ?? '');
      if (!isRight) return 'error:signature is invalid';
      if (refusals.take(account.apiKey)) return 'error:request timed out';
    } catch (error) {
      if (error instanceof BybitError) return `error:${error.message}`;
      throw error;
    }
    if (apiKey === undefined || streams.isRefused(BYBIT_MARKETS, apiKey, Date.now())) {
      connection.socket.terminate();
      return 'error:refused';
    }
    session.apiKey = apiKey;
    connection.subscriptions.set(apiKey, envelopeFor(session.topics));
    engine.log('bybit_stream_authenticated', { apiKey });
    return '';
  };

  const subscribe = (session: Session, { op, args }: SocketRequest): string => {
    if (session.apiKey === null) return 'error:request not authorized';
    const topics = args.map(String);
    const problem = topicProblem(topics);
    if (problem !== null) return problem;
    for (const topic of topics) {
      if (op === 'subscribe') session.topics.add(topic);
      else session.topics.delete(topic);
    }
    return '';
  };

  const answer = (connection: Connection, session: Session, text: string): void => {
    session.lastHeardAt = Date.now();
    const request = parse(text);
    const op = request?.op ?? '';
    const ids = { ...(request?.req_id && { req_id: request.req_id }), conn_id: session.id };
    const outcome = (problem: string): void =>
      reply(connection, { success: problem === '', ret_msg: problem, op, ...ids });
    if (!request) return outcome('error:invalid JSON');
    switch (op) {
      case 'ping':
        return reply(connection, { op: 'pong', args: [String(clock.now())], ...ids });
      case 'auth':
        return outcome(authenticate(connection, session, request.args));
      case 'subscribe':
      case 'unsubscribe':
        return outcome(subscribe(session, request));
      default:
        return outcome(`error:unknown op ${op}`);
    }
  };

  return {
    markets: BYBIT_MARKETS,
    matches: (path) => path === PATH,

    accept(socket: WebSocket, request: IncomingMessage) {
      const now = Date.now();
      const connection = streams.open(BYBIT_MARKETS, socket, now);
      const session: Session = {
        id: randomUUID(),
        topics: new Set(),
        maxActiveMs: maxActiveMs(request.url ?? ''),
        apiKey: null,
        lastHeardAt: now,
      };
      sessions.set(connection, session);
      socket.on('message', (data: Buffer) => answer(connection, session, data.toString('utf8')));
    },

    tick(now) {
      for (const connection of streams.of({ market: BYBIT_MARKETS[0] })) {
        const session = sessions.get(connection);
        if (!session || streams.isSilent(connection, now)) continue;
        const lifeMs = Math.min(streams.lifeMs(connection), session.maxActiveMs);
        const isOver = now - connection.openedAt >= lifeMs;
        if (isOver || now - session.lastHeardAt >= idleMs) connection.socket.close(1000);
      }
    },
  };
}

/** Returns how long the client itself lets the connection last. */
export function maxActiveMs(url: string): number {
  const text = new URL(url, 'http://venue').searchParams.get('max_active_time') ?? '';
  const [, count, unit = ''] = /^(\d+)([sm])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  return ms >= 30_000 && ms <= 600_000 ? ms : Number.POSITIVE_INFINITY;
}

function parse(text: string): SocketRequest | undefined {
  try {
    const value = JSON.parse(text) as Partial<SocketRequest> | null;
    if (typeof value !== 'object' || typeof value?.op !== 'string') return undefined;
    return { ...value, op: value.op, args: Array.isArray(value.args) ? value.args : [] };
  } catch {
    return undefined; // the caller answers it as an error
  }
}
