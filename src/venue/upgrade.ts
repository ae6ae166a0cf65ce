import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Engine } from './engine.js';
import type { StreamApi } from './exchange-api.js';

/** Lets the server's WebSocket requests through to the stream whose path they name. */
export function acceptStreams(server: Server, engine: Engine, apis: readonly StreamApi[]): void {
  // Pongs are sent by the streams themselves, which can also be told not to.
  const sockets = new WebSocketServer({ noServer: true, autoPong: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').split('?')[0] ?? '';
    const api = apis.find((each) => each.matches(path));
    if (!api) return refuse(socket, '404 Not Found');
    if (engine.streams.isRefused(api.markets, null, Date.now())) {
      return refuse(socket, '503 Service Unavailable');
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => api.accept(webSocket, request));
  });
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
