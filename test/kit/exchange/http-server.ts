import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** What a server sends: HTTP 200 and JSON, unless it says otherwise. */
export interface SentAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface AnsweringServer {
  readonly origin: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/**
 * Starts somebody else's server, which answers each request with what `answer` makes of it. It ends
 * with the test that started it.
 */
export async function startServer(
  answer: (request: ReceivedRequest) => SentAnswer,
): Promise<AnsweringServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const [path = '', query = ''] = (incoming.url ?? '').split('?');
      const { method = '', headers } = incoming;
      const request = { method, path, query, body, headers };
      requests.push(request);
      const { status = 200, headers: more = {}, body: payload } = answer(request);
      // Node names the machine's time there, even where a test has set another.
      const date = new Date().toUTCString();
      outgoing.writeHead(status, { date, 'content-type': 'application/json', ...more });
      outgoing.end(typeof payload === 'string' ? payload : JSON.stringify(payload));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests, close };
}

/** Returns the parameters of a request's query. */
export function queryOf({ query }: ReceivedRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}
