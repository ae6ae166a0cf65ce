import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Answer } from '../http.js';
import type { StreamApi } from './stream-api.js';
import type { Streams } from './streams.js';

/** Passes the server's WebSocket requests to the stream that serves their path. */
export function acceptStreams(server: Server, streams: Streams, apis: readonly StreamApi[]): void {
  // The streams send pongs themselves, since a fault may silence them.
  const sockets = new WebSocketServer({ noServer: true, autoPong: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').split('?')[0] ?? '';
    const api = apis.find((each) => each.matches(path));
    if (!api) return refuse(socket, { status: 404, body: '' });
    if (streams.isRefused(api.markets, null, Date.now())) {
      return refuse(socket, { status: 503, body: '' });
    }
    const refusal = api.admit?.(request) ?? null;
    if (refusal) return refuse(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (webSocket) => api.accept(webSocket, request));
  });
}

function refuse(socket: Duplex, { status, body, headers = {} }: Answer): void {
  const all = { ...headers, connection: 'close', 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const start = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`;
  socket.end([start, ...lines, '', body].join('\r\n'));
}
