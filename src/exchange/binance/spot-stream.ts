import { z } from 'zod';
import type { ExchangeAccount, OpenStream, StreamHandlers } from '../exchange.js';
import type { ExchangeClock } from '../kit/exchange-clock.js';
import { parseFrame } from '../kit/frames.js';
import { StreamRefused } from '../kit/handshake.js';
import { connectionOn, LiveSocket } from '../kit/live-socket.js';
import { TIMESTAMP_REFUSED } from './codes.js';
import { FrameReader } from './frames.js';
import type { BinanceMarkets } from './markets.js';
import { signSocketRequest } from './signing.js';
import { binanceClock } from './time.js';

const REAL_URL = 'wss://ws-api.binance.com:443/ws-api/v3';
const RECEIVE_WINDOW_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** The server pings every 20 s. We ping too, and expect any frame or pong within half a minute. */
const PING_INTERVAL_MS = 10_000;
const SILENCE_LIMIT_MS = 30_000;

/**
 * Spot user data over the WebSocket API: `userDataStream.subscribe.signature` on a fresh socket.
 * Spot listen keys no longer exist. Source: developers.binance.com, "User Data Stream" (WebSocket
 * API).
 */
export function spotStream(account: ExchangeAccount, markets: BinanceMarkets): OpenStream {
  const clock = binanceClock(account, markets.limits);
  return async (handlers, signal, symbols) => {
    await markets.ready();
    markets.remember(symbols);
    const subscription = new Subscription(new FrameReader(markets, handlers), handlers);
    const socket = await LiveSocket.open(
      {
        url: account.streamUrl ?? REAL_URL,
        pingIntervalMs: PING_INTERVAL_MS,
        silenceLimitMs: SILENCE_LIMIT_MS,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        onText: (text) => subscription.onText(text),
      },
      signal,
    );
    subscription.onEnd = (reason) => socket.end(reason);
    const { apiKey, secret } = account.credentials.reveal();
    await subscription.subscribe(socket, clock, (timestamp) => {
      const params = { apiKey, recvWindow: RECEIVE_WINDOW_MS, timestamp };
      return { ...params, signature: signSocketRequest(params, secret) };
    });
    return connectionOn(socket, () => subscription.messages);
  };
}

const SUBSCRIBE_ID = 'subscribe';

/**
 * The answer of a refused request. `retryAfter` is a time in milliseconds since the epoch. Source:
 * developers.binance.com, "WebSocket API, Rate limits".
 */
const refusal = z.object({
  status: z.number().catch(0),
  error: z
    .object({
      code: z.unknown(),
      msg: z.string().catch(''),
      data: z
        .object({ serverTime: z.number(), retryAfter: z.number() })
        .optional()
        .catch(undefined),
    })
    .catch({ code: undefined, msg: '', data: undefined }),
});

/** A subscription counts towards the same limits as REST calls, so it may be one too many. */
class SubscriptionRefused extends StreamRefused {
  readonly code: unknown;

  constructor(frame: object) {
    const { status, error } = refusal.parse(frame);
    const { code, msg } = error;
    super(`the subscription was refused: ${String(code)} ${msg}`, status, retryAfterOf(error));
    this.code = code;
  }
}

/** Returns how long the exchange asks us to wait, in milliseconds; `null` if it does not say. */
function retryAfterOf({ msg, data }: z.infer<typeof refusal>['error']): number | null {
  if (data) return Math.max(data.retryAfter - data.serverTime, 0);
  const until = /banned until (\d+)/.exec(msg)?.[1];
  return until === undefined ? null : Math.max(Number(until) - Date.now(), 0);
}

class Subscription {
  messages = 0;
  onEnd: (reason: string) => void = () => {};
  #accept: () => void = () => {};
  #refuse: (error: Error) => void = () => {};

  constructor(
    private readonly reader: FrameReader,
    private readonly handlers: StreamHandlers,
  ) {}

  onText(text: string): void {
    const frame = parseFrame('binance', text, this.handlers) as
      Record<string, unknown> | null | undefined;
    if (typeof frame !== 'object' || frame === null) return;
    if (frame['id'] === SUBSCRIBE_ID) return this.#onAnswer(frame);
    this.messages += 1;
    const ended = this.reader.read(frame);
    if (ended !== undefined) this.onEnd(ended);
  }

  /**
   * Resolves when the exchange has confirmed the subscription; rejects when it refuses or the
   * connection ends. A subscription that is refused for its timestamp is sent again with the
   * exchange's time.
   */
  async subscribe(
    socket: LiveSocket,
    clock: ExchangeClock,
    sign: (timestamp: number) => object,
  ): Promise<void> {
    const { version } = clock;
    try {
      try {
        await this.#ask(socket, sign(clock.now()));
      } catch (error) {
        const isRefused = error instanceof SubscriptionRefused && error.code === TIMESTAMP_REFUSED;
        if (!isRefused || !(await clock.learnAfter(version))) throw error;
        await this.#ask(socket, sign(clock.now()));
      }
    } catch (error) {
      socket.end('not subscribed');
      throw error;
    }
  }

  async #ask(socket: LiveSocket, params: object): Promise<void> {
    const answer = new Promise<void>((resolve, reject) => {
      this.#accept = resolve;
      this.#refuse = reject;
    });
    const timer = setTimeout(() => {
      this.#refuse(new Error(`no answer to the subscription within ${CONNECT_TIMEOUT_MS} ms`));
    }, CONNECT_TIMEOUT_MS);
    try {
      socket.send({ id: SUBSCRIBE_ID, method: 'userDataStream.subscribe.signature', params });
      await Promise.race([
        answer,
        socket.closed.then((reason) => Promise.reject(new Error(reason))),
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  #onAnswer(frame: Record<string, unknown>): void {
    if (frame['status'] === 200) return this.#accept();
    this.#refuse(new SubscriptionRefused(frame));
  }
}
