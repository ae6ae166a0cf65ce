import { randomUUID } from 'node:crypto';
import type { MarketSymbol } from '../../../domain/symbol.js';
import { redactText } from '../../../observability/log.js';
import type { ExchangeAccount, OpenStream, StreamHandlers } from '../../exchange.js';
import { parseFrame, readOrReport } from '../frames.js';
import { HeldFrames } from '../held-frames.js';
import { connectionOn, LiveSocket } from '../live-socket.js';
import { CoveredMarkets } from './covered-markets.js';
import { streamToken } from './jwt.js';
import type { KoreanMarkets } from './markets.js';
import type { ReadOrder } from './messages.js';
import { Subscriber } from './subscriber.js';

const CONNECT_TIMEOUT_MS = 10_000;
/**
 * A client that is silent for 120 s is disconnected. Our pings also notice a dead peer much sooner.
 */
const PING_INTERVAL_MS = 10_000;
const SILENCE_LIMIT_MS = 35_000;

/** What is specific to one exchange in its stream. */
export interface StreamParts {
  /** The URL of the real exchange. */
  readonly url: string;
  /** The claims in a connection's token besides key and nonce. */
  claims?(): Readonly<Record<string, number>>;
  /** The text that asks for a sign of life. Without it, ping frames are sent. */
  readonly pingText?: string;
  readonly readOrder: ReadOrder;
}

/**
 * The private stream of either exchange. The handshake carries a token whose nonce may never be
 * used again; then the stream subscribes to `myOrder` for the covered markets. A subscription is
 * never confirmed, only refused (`{"error":{"name"}}`), so it counts as soon as it is sent. A
 * refusal ends the stream. There is no snapshot.
 */
export function koreanStream(
  exchange: string,
  parts: StreamParts,
  account: ExchangeAccount,
  markets: KoreanMarkets,
): OpenStream {
  return async (handlers, signal, symbols) => {
    await markets.ready();
    markets.remember(symbols);
    const reader = new FrameReader(exchange, parts.readOrder, markets, handlers);
    const { pingText } = parts;
    const token = streamToken(account.credentials.reveal(), parts.claims?.());
    const socket = await LiveSocket.open(
      {
        url: account.streamUrl ?? parts.url,
        headers: { authorization: `Bearer ${token}` },
        pingIntervalMs: PING_INTERVAL_MS,
        silenceLimitMs: SILENCE_LIMIT_MS,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        ...(pingText === undefined ? {} : { pingText: () => pingText }),
        onText: (text) => reader.onText(text),
      },
      signal,
    );
    reader.endWith((reason) => socket.end(reason));
    const subscriber = new Subscriber((codes) =>
      socket.send([{ ticket: randomUUID() }, { type: 'myOrder', codes }]),
    );
    const coverage = new CoveredMarkets(exchange, markets, handlers, subscriber);
    const cover = (covered: readonly MarketSymbol[]): Promise<void> => coverage.cover(covered);
    void socket.closed.then(() => {
      subscriber.stop();
      coverage.stop();
    });
    await cover(symbols);
    return { ...connectionOn(socket, () => reader.messages), cover };
  };
}

class FrameReader {
  messages = 0;
  #refusal: string | undefined;
  #end: ((reason: string) => void) | undefined;
  readonly #held: HeldFrames<object>;

  constructor(
    private readonly exchange: string,
    private readonly readOrder: ReadOrder,
    markets: KoreanMarkets,
    private readonly handlers: StreamHandlers,
  ) {
    this.#held = new HeldFrames(exchange, markets, handlers, (frame) => this.#read(frame));
  }

  /**
   * Sets what to do when the exchange refuses the subscription, which may have happened already.
   */
  endWith(end: (reason: string) => void): void {
    this.#end = end;
    if (this.#refusal !== undefined) end(this.#refusal);
  }

  onText(text: string): void {
    const { exchange, handlers } = this;
    // Money comes as JSON numbers here, and none of them may become a float (P5).
    const frame = parseFrame(exchange, text, handlers, 'as-text');
    if (frame === undefined) return;
    if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) {
      this.messages += 1;
      const start = redactText(text.slice(0, 80));
      handlers.onUnreadable(`${exchange}: expected a frame with fields, was ${start}`);
      return;
    }
    const { error, type } = frame as { error?: unknown; type?: unknown };
    if (error != null) {
      this.#refusal = refusal(error);
      return this.#end?.(this.#refusal);
    }
    // `{"status":"UP"}` is a sign of life. We did not ask for other types.
    if (type !== 'myOrder') return;
    this.messages += 1;
    this.#read(frame);
  }

  #read(frame: object): void {
    const { handlers } = this;
    const update = readOrReport(handlers, () =>
      this.#held.readOrHold(frame, (symbolOf) => this.readOrder(frame, symbolOf)),
    );
    if (update) handlers.onUpdates([update]);
  }
}

function refusal(error: unknown): string {
  const { name, message } = (typeof error === 'object' && error ? error : {}) as {
    name?: unknown;
    message?: unknown;
  };
  // A name or a message may quote the refused token.
  const words = `${String(name)}${typeof message === 'string' ? ` ${message}` : ''}`;
  return `refused by the exchange: ${redactText(words)}`;
}
