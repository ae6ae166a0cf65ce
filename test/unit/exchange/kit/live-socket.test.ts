import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { LiveSocket, type SocketOptions } from '../../../../src/exchange/kit/live-socket.js';

let server: WebSocketServer | undefined;
afterEach(() => {
  for (const client of server?.clients ?? []) client.terminate();
  server?.close();
  server = undefined;
});

/** A socket to a server that answers pings or, as half-open connections do, nothing at all. */
async function open(autoPong: boolean, options: Partial<SocketOptions>): Promise<LiveSocket> {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return LiveSocket.open(
    {
      url: `ws://127.0.0.1:${port}`,
      pingIntervalMs: 20,
      silenceLimitMs: 200,
      connectTimeoutMs: 5_000,
      onText: () => undefined,
      ...options,
    },
    new AbortController().signal,
  );
}

describe('a socket', () => {
  it('is dead at its limit of silence, however seldom it pings', async () => {
    const socket = await open(false, { pingIntervalMs: 3_600_000 });
    expect(await socket.closed).toMatch(/^silent for \d+ ms$/);
  });

  it('is dead when its pings are not answered', async () => {
    const socket = await open(false, {});
    expect(await socket.closed).toMatch(/^silent for \d+ ms$/);
  });

  it('lives on while its pings are answered', async () => {
    const socket = await open(true, { silenceLimitMs: 2_000 });
    const openedAt = Date.now();
    await expect
      .poll(() => socket.lastFrameAt() - openedAt, { timeout: 10_000 })
      .toBeGreaterThan(
        2_500, // beyond its limit
      );
    socket.end('enough');
    expect(await socket.closed).toBe('enough');
  });
});
