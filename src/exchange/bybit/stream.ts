import { excerptOf, redactText } from '../../observability/log.js';
import type { ExchangeClock } from '../kit/exchange-clock.js';
import type { Credentials, ExchangeAccount, OpenStream, StreamHandlers } from '../exchange.js';
import { parseFrame, readOrReport } from '../kit/frames.js';
import { HeldFrames } from '../kit/held-frames.js';
import { connectionOn, LiveSocket } from '../kit/live-socket.js';
import type { BybitMarkets } from './markets.js';
import { readMessage, type StreamReader } from './messages.js';
import { signStream } from './signing.js';
import { bybitClock } from './time.js';

const REAL_URL = 'wss://stream.bybit.com/v5/private';
const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 10_000;
/** How long a signature may be used to open a stream. */
const VALID_FOR_MS = 10_000;
/**
 * The interval that the exchange asks for. Each ping is answered, so a dead peer is noticed after
 * two of them.
 */
const PING_INTERVAL_MS = 20_000;
const SILENCE_LIMIT_MS = 30_000;

const TOPICS = ['order', 'execution'] as const;

/**
 * The private stream of a unified account. It covers all categories; each account takes only the
 * rows of its own. Source: bybit-exchange.github.io, "WebSocket Connect".
 */
export function bybitStream(account: ExchangeAccount, markets: BybitMarkets): OpenStream {
  const clock = bybitClock(account);
  return async (handlers, signal, symbols) => {
    await markets.ready();
    markets.remember(symbols);
    const session = new Session(markets, handlers);
    const socket = await LiveSocket.open(
      {
        url: account.streamUrl ?? REAL_URL,
        pingIntervalMs: PING_INTERVAL_MS,
        pingText: () => JSON.stringify({ op: 'ping', req_id: 'ping' }),
        silenceLimitMs: SILENCE_LIMIT_MS,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        onText: (text) => session.onText(text),
      },
      signal,
    );
    try {
      await session.authenticate(socket, clock, account.credentials.reveal());
      await session.subscribe(socket);
    } catch (error) {
      socket.end('not subscribed');
      throw error;
    }
    return connectionOn(socket, () => session.messages);
  };
}

/** The exchange's own words for why it does not open the stream. */
class Refused extends Error {}

interface StreamRequest {
  readonly op: string;
  readonly req_id?: string;
  readonly args: readonly string[];
}

interface Answer {
  readonly op: string;
  readonly success?: unknown;
  readonly ret_msg?: unknown;
}

class Session {
  /** Counts frames with news; answers and pongs do not count. */
  messages = 0;
  #awaited: { op: string; accept(): void; refuse(error: Error): void } | undefined;

  readonly #held: HeldFrames<{ readonly topic: string }>;
  readonly #reader: StreamReader;

  constructor(
    markets: BybitMarkets,
    private readonly handlers: StreamHandlers,
  ) {
    this.#held = new HeldFrames('bybit', markets, handlers, (frame) => this.#read(frame));
    this.#reader = { category: markets.category, symbolOf: this.#held.symbolOf };
  }

  onText(text: string): void {
    const frame = parseFrame('bybit', text, this.handlers, 'as-text');
    if (frame === undefined) return;
    if (isMessage(frame)) this.#onMessage(frame);
    else if (isAnswer(frame)) this.#onAnswer(frame);
    else {
      this.handlers.onUnreadable(
        `bybit: expected a frame with topic or op, was ${excerptOf(text, 80)}`,
      );
    }
  }

  /**
   * Resolves when the exchange has accepted the signature. A signature that had expired by the
   * exchange's clock is made again with its time.
   */
  async authenticate(
    socket: LiveSocket,
    clock: ExchangeClock,
    credentials: Credentials,
  ): Promise<void> {
    const { version } = clock;
    const expires = clock.now() + VALID_FOR_MS;
    try {
      await this.#ask(socket, authentication(expires, credentials));
    } catch (error) {
      const isExpired =
        error instanceof Refused && (await clock.learnAfter(version)) && expires <= clock.now();
      if (!isExpired) throw error;
      await this.#ask(socket, authentication(clock.now() + VALID_FOR_MS, credentials));
    }
  }

  /** Resolves when the exchange has confirmed both topics. */
  async subscribe(socket: LiveSocket): Promise<void> {
    await this.#ask(socket, { op: 'subscribe', req_id: 'subscribe', args: TOPICS });
  }

  async #ask(socket: LiveSocket, request: StreamRequest): Promise<void> {
    const { op } = request;
    const answer = new Promise<void>((accept, refuse) => {
      this.#awaited = { op, accept, refuse };
    });
    const timer = setTimeout(() => {
      this.#awaited?.refuse(new Error(`bybit ${op}: no answer within ${ANSWER_TIMEOUT_MS} ms`));
    }, ANSWER_TIMEOUT_MS);
    try {
      socket.send(request);
      await Promise.race([
        answer,
        socket.closed.then((reason) => Promise.reject(new Error(`bybit ${op}: ${reason}`))),
      ]);
    } finally {
      clearTimeout(timer);
      this.#awaited = undefined;
    }
  }

  #onAnswer({ op, success, ret_msg: words }: Answer): void {
    if (this.#awaited?.op !== op) return; // such as a pong
    if (success === true) return this.#awaited.accept();
    const reason = redactText(typeof words === 'string' && words !== '' ? words : 'no reason');
    this.#awaited.refuse(new Refused(`bybit ${op} was refused: ${reason}`));
  }

  #onMessage(frame: { readonly topic: string }): void {
    this.messages += 1;
    this.#read(frame);
  }

  #read(frame: { readonly topic: string }): void {
    const message = readOrReport(this.handlers, () => readMessage(frame, this.#reader));
    if (!message) return;
    if (message.updates.length > 0) this.handlers.onUpdates(message.updates);
    for (const problem of message.problems) this.handlers.onUnreadable(problem);
    for (const { marketId, frame: row } of message.unlisted) this.#held.hold(marketId, row);
  }
}

function authentication(expires: number, { apiKey, secret }: Credentials): StreamRequest {
  return { op: 'auth', args: [apiKey, String(expires), signStream(expires, secret)] };
}

function has(frame: unknown, field: string): boolean {
  return (
    typeof frame === 'object' &&
    frame !== null &&
    typeof (frame as Record<string, unknown>)[field] === 'string'
  );
}

function isMessage(frame: unknown): frame is { readonly topic: string } {
  return has(frame, 'topic');
}

function isAnswer(frame: unknown): frame is Answer {
  return has(frame, 'op');
}
