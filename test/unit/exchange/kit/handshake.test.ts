import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HandshakeRefused, readRetryAfter } from '../../../../src/exchange/kit/handshake.js';
import { LiveSocket } from '../../../../src/exchange/kit/live-socket.js';

/** The error of dialling a server that answers the handshake with a status. */
async function refusal(status: number, headers: Record<string, string>): Promise<unknown> {
  const http = createServer();
  http.on('upgrade', (_request, socket) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}Content-Length: 0\r\n\r\n`);
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const { port } = http.address() as AddressInfo;
  const timing = { pingIntervalMs: 1_000, silenceLimitMs: 5_000, connectTimeoutMs: 5_000 };
  const options = { url: `ws://127.0.0.1:${port}`, ...timing, onText: () => undefined };
  const opening = LiveSocket.open(options, new AbortController().signal);
  return opening.catch((error: unknown) => error).finally(() => http.close());
}

describe('a refused handshake', () => {
  it.each([403, 418, 429, 503])('names %i and how long to wait', async (status) => {
    const error = await refusal(status, { 'retry-after': '7' });
    expect(error).toBeInstanceOf(HandshakeRefused);
    expect(error).toMatchObject({ status, retryAfterMs: 7_000, isTooOften: status !== 503 });
  });

  it('says what came where no wait is given', async () => {
    const error = await refusal(429, {});
    expect(error).toMatchObject({
      message: 'handshake refused: expected HTTP 101, got 429',
      status: 429,
      retryAfterMs: null,
    });
  });

  it('reads a wait in seconds or up to a date, and nothing else', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(readRetryAfter('1.5', now)).toBe(1_500);
    expect(readRetryAfter('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(60_000);
    expect(readRetryAfter('Wed, 01 Jan 2025 00:00:00 GMT', now)).toBe(0);
    expect(readRetryAfter('soon', now)).toBeNull();
    expect(readRetryAfter(undefined, now)).toBeNull();
  });
});
