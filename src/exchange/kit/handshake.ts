import type { IncomingMessage } from 'node:http';

/**
 * With these, an exchange says that an address calls too often, or is barred for having done so.
 */
const TOO_OFTEN: readonly number[] = [403, 418, 429];

/** A stream that an exchange did not open, with an HTTP status as the reason. */
export class StreamRefused extends Error {
  override readonly name: string = 'StreamRefused';

  /** @param retryAfterMs how long the exchange asks us to wait; `null` if it did not say */
  constructor(
    message: string,
    readonly status: number,
    readonly retryAfterMs: number | null,
  ) {
    super(message);
  }

  /** Whether dialling again soon would make it worse. */
  get isTooOften(): boolean {
    return TOO_OFTEN.includes(this.status);
  }
}

/** A WebSocket handshake that was not answered with an upgrade. */
export class HandshakeRefused extends StreamRefused {
  override readonly name = 'HandshakeRefused';

  /** @param retryAfterMs how long the exchange asks us to wait; `null` if it did not say */
  constructor(status: number, retryAfterMs: number | null) {
    const wait = retryAfterMs === null ? '' : `, to be tried again in ${retryAfterMs} ms`;
    super(`handshake refused: expected HTTP 101, got ${status}${wait}`, status, retryAfterMs);
  }

  static from(response: IncomingMessage, now = Date.now()): HandshakeRefused {
    const wait = readRetryAfter(response.headers['retry-after'], now);
    return new HandshakeRefused(response.statusCode ?? 0, wait);
  }
}

/**
 * Reads `Retry-After`, in seconds or as a date, and returns milliseconds; `null` if it cannot be
 * read.
 */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(at - now, 0);
}
