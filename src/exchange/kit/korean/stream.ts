import { randomUUID } from 'node:crypto';
import type { OrderUpdate } from '../../../domain/order.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import { redactText } from '../../../observability/log.js';
import type { OpenStream, StreamConnection, StreamHandlers } from '../../exchange.js';
import { parseFrame, UnreadableMessage } from '../frames.js';
import { LiveSocket } from '../live-socket.js';
import { idOfSymbol } from './market-ids.js';
import type { KoreanMarkets } from './markets.js';
import { Subscriber } from './subscriber.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** Whoever says nothing for 120 s is disconnected; ours also notices a dead peer long before. */
const PING_INTERVAL_MS = 10_000;
const SILENCE_LIMIT_MS = 35_000;

/** Finds `BASE/QUOTE` for an exchange id; `undefined` when it is not listed. */
export type SymbolOf = (marketId: string) => MarketSymbol | undefined;

export interface StreamSetup {
  readonly exchange: string;
  readonly url: string;
  readonly markets: KoreanMarkets;
  /** A token for one connection: its nonce may never be used again. */
  token(): string;
  /** The text that asks for a sign of life; without one, ping frames do. */
  readonly pingText?: string;
  /**
   * Reads what a `myOrder` frame says; `null` when it is of a market that is not listed.
   *
   * @throws UnreadableMessage when it is not as documented
   */
  readOrder(frame: unknown, symbolOf: SymbolOf): OrderUpdate | null;
}

/**
 * The private stream of either exchange: a token in the handshake, then `myOrder` for the markets that are
 * covered. A subscription is not confirmed, only refused (`{"error":{"name"}}`), so it counts once it is sent;
 * a refusal ends the stream. There is no snapshot.
 */
export function koreanStream(setup: StreamSetup): OpenStream {
  return async (handlers, signal, symbols) => {
    const { markets } = setup;
    await markets.ready();
    const reader = new FrameReader(setup, handlers);
    const { pingText } = setup;
    const socket = await LiveSocket.open(
      {
        url: setup.url,
        headers: { authorization: `Bearer ${setup.token()}` },
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
    const cover = async (covered: readonly MarketSymbol[]): Promise<void> => {
      // One unknown code would have the whole list refused.
      const codes = (await markets.listed(covered)).map(idOfSymbol);
      // An empty list would mean all markets; what was covered last is told on, and nobody minds.
      if (codes.length > 0) await subscriber.subscribe(codes);
    };
    void socket.closed.then(() => subscriber.stop());
    await cover(symbols);
    return {
      closed: socket.closed,
      lastFrameAt: () => socket.lastFrameAt(),
      messages: () => reader.messages,
      cover,
      close: () => socket.end('closed by us'),
    } satisfies StreamConnection;
  };
}

class FrameReader {
  messages = 0;
  #refusal: string | undefined;
  #end: ((reason: string) => void) | undefined;

  constructor(
    private readonly setup: StreamSetup,
    private readonly handlers: StreamHandlers,
  ) {}

  /** Says what to do when the exchange refuses, which it may have done by now. */
  endWith(end: (reason: string) => void): void {
    this.#end = end;
    if (this.#refusal !== undefined) end(this.#refusal);
  }

  onText(text: string): void {
    const { exchange, markets } = this.setup;
    // Money comes as JSON numbers here: none of them may become a float.
    const frame = parseFrame(exchange, text, this.handlers, 'as-text');
    if (frame === undefined) return;
    if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) {
      this.messages += 1;
      this.handlers.onUnreadable(
        `${exchange}: expected a frame with fields, was ${redactText(text.slice(0, 80))}`,
      );
      return;
    }
    const { error, type } = frame as { error?: unknown; type?: unknown };
    if (error != null) {
      this.#refusal = refusal(error);
      return this.#end?.(this.#refusal);
    }
    // `{"status":"UP"}` is a sign of life; other types were not asked for.
    if (type !== 'myOrder') return;
    this.messages += 1;
    try {
      const update = this.setup.readOrder(frame, (id) => markets.symbolOf(id));
      if (update) this.handlers.onUpdates([update]);
    } catch (problem) {
      if (!(problem instanceof UnreadableMessage)) throw problem;
      this.handlers.onUnreadable(problem.message);
    }
  }
}

function refusal(error: unknown): string {
  const { name, message } = (typeof error === 'object' && error ? error : {}) as {
    name?: unknown;
    message?: unknown;
  };
  // A name or a message may quote the token that it refuses.
  const told = `${String(name)}${typeof message === 'string' ? ` ${message}` : ''}`;
  return `refused by the exchange: ${redactText(told)}`;
}
