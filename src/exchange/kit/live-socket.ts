import { WebSocket } from 'ws';
import { redactText } from '../../observability/log.js';
import type { StreamConnection } from '../exchange.js';
import { HandshakeRefused } from './handshake.js';

/** Exchanges send frames of a few kilobytes. Anything larger than this does not come from one. */
const MAX_FRAME_BYTES = 1_048_576;
/**
 * How often silence is measured. A dead socket should be noticed at the limit, not at the next
 * ping.
 */
const WATCH_INTERVAL_MS = 1_000;

export interface SocketOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The interval of our pings, so that a dead peer is noticed however quiet the account is. */
  readonly pingIntervalMs: number;
  /** The exchange's own ping message, if it expects one instead of ping frames. */
  readonly pingText?: () => string;
  /** After this long without any frame, ping or pong, the socket counts as dead. */
  readonly silenceLimitMs: number;
  readonly connectTimeoutMs: number;
  onText(text: string): void;
}

/** A WebSocket that notices its own end: closed, failed, or silent for too long. */
export class LiveSocket {
  readonly closed: Promise<string>;
  readonly #socket: WebSocket;
  #lastFrameAt = Date.now();
  #end!: (reason: string) => void;
  #refusal: HandshakeRefused | null = null;

  private constructor(socket: WebSocket, options: SocketOptions) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
    const heard = () => {
      this.#lastFrameAt = Date.now();
    };
    socket.on('ping', heard); // ws itself answers pings
    socket.on('pong', heard);
    socket.on('message', (data: Buffer) => {
      heard();
      options.onText(data.toString('utf8'));
    });
    const watch = setInterval(
      () => {
        const silentMs = Date.now() - this.#lastFrameAt;
        if (silentMs > options.silenceLimitMs) this.end(`silent for ${silentMs} ms`);
      },
      Math.min(WATCH_INTERVAL_MS, options.silenceLimitMs),
    );
    const pings = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (options.pingText) socket.send(options.pingText());
      else socket.ping();
    }, options.pingIntervalMs);
    socket.on('close', (code, reason) => {
      clearInterval(watch);
      clearInterval(pings);
      const words = reason.length > 0 ? ` ${redactText(reason.toString())}` : '';
      this.#end(`closed by the exchange (${code}${words})`);
    });
    socket.on('unexpected-response', (_request, response) => {
      this.#refusal = HandshakeRefused.from(response);
      this.end(this.#refusal.message); // once there is a listener, ws leaves the request to us
    });
    socket.on('error', (error) => this.#end(`failed: ${redactText(error.message)}`));
  }

  /**
   * Dials, and resolves with the open socket.
   *
   * @throws HandshakeRefused when the server answers with another status
   * @throws Error when it cannot be reached, does not answer in time, or `signal` aborts
   */
  static open(options: SocketOptions, signal: AbortSignal): Promise<LiveSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(options.url, {
        handshakeTimeout: options.connectTimeoutMs,
        maxPayload: MAX_FRAME_BYTES,
        perMessageDeflate: false,
        ...(options.headers ? { headers: { ...options.headers } } : {}),
      });
      // This listens from the start: frames may arrive in the same packet as the handshake.
      const live = new LiveSocket(socket, options);
      const abort = () => {
        live.end('stopped');
        reject(new Error('stopped while connecting'));
      };
      signal.addEventListener('abort', abort, { once: true });
      socket.once('open', () => resolve(live));
      void live.closed.then((reason) => {
        signal.removeEventListener('abort', abort);
        reject(live.#refusal ?? new Error(reason));
      });
    });
  }

  lastFrameAt(): number {
    return this.#lastFrameAt;
  }

  send(message: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Ends the socket at once, because a dead peer would not answer a closing handshake. */
  end(reason: string): void {
    this.#end(reason);
    this.#socket.terminate();
  }
}

/**
 * Returns the port's stream connection on an open socket.
 *
 * @param messages returns the number of messages so far
 */
export function connectionOn(socket: LiveSocket, messages: () => number): StreamConnection {
  return {
    closed: socket.closed,
    lastFrameAt: () => socket.lastFrameAt(),
    messages,
    close: () => socket.end('closed by us'),
  };
}
