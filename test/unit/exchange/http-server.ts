import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

export interface AnsweringServer {
  readonly origin: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** Somebody else's server: answers each request with what `answer` makes of it. */
export async function startServer(
  answer: (request: ReceivedRequest) => {
    status?: number;
    headers?: Record<string, string>;
    body: unknown;
  },
): Promise<AnsweringServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const [path = '', query = ''] = (incoming.url ?? '').split('?');
      const { method = '', headers } = incoming;
      const request = { method, path, query, body, headers };
      requests.push(request);
      const { status = 200, headers: more = {}, body: payload } = answer(request);
      outgoing.writeHead(status, { 'content-type': 'application/json', ...more });
      outgoing.end(typeof payload === 'string' ? payload : JSON.stringify(payload));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
