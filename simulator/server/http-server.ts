import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { FaultSwitches } from '../faults/switches.js';
import { jsonAnswer, type Answer, type Call } from '../http.js';
import type { RequestCounts } from './request-counts.js';
import type { RestApi } from './rest-api.js';

const MAX_BODY_BYTES = 1024 * 1024;

/** Answers calls of the venue's own control interface. */
export type ControlHandler = (call: Call) => Answer;

/** What a server uses apart from the interfaces that it serves. */
export interface ServerParts {
  readonly faults: FaultSwitches;
  readonly requestCounts: RequestCounts;
  readonly log: (event: string, fields: object) => void;
}

/** Creates the HTTP server of one exchange. One of them serves the control interface, too. */
export function createHttpServer(
  parts: ServerParts,
  apis: readonly RestApi[],
  control?: ControlHandler,
): Server {
  // Real exchanges keep idle connections for longer than Node's default of five seconds.
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    readBody(request, (body) => {
      const call = toCall(request, body);
      try {
        if (control && call.path.startsWith('/control/')) return send(response, control(call));
        serve(parts, apis, call, response);
      } catch (error) {
        parts.log('venue_request_failed', { path: call.path, error: String(error) });
        send(response, jsonAnswer(500, { error: String(error) }));
      }
    });
  });
  return server;
}

function serve(
  { faults, requestCounts }: ServerParts,
  apis: readonly RestApi[],
  call: Call,
  response: ServerResponse,
): void {
  const api = apis.find(({ prefix }) => call.path.startsWith(prefix));
  if (!api) return send(response, { status: 404, body: 'Not Found' });
  const prepared = api.prepare(call);
  const { apiKey, troubles } = prepared;
  if (apiKey !== null) requestCounts.add(apiKey, `${call.method} ${call.path}`);
  const spoiled = faults.takeForCall(call, prepared);
  if (!spoiled) return send(response, prepared.execute());
  const [fault, parameters] = spoiled;
  fault.run(
    {
      troubles,
      execute: () => prepared.execute(),
      answer: (answer) => send(response, answer),
      reset: () => response.socket?.resetAndDestroy(),
    },
    parameters,
  );
}

function readBody(request: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) request.destroy();
    else chunks.push(chunk);
  });
  request.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
  request.on('error', () => request.destroy());
}

function toCall(request: IncomingMessage, body: string): Call {
  const [path = '/', query = ''] = split(request.url ?? '/');
  return {
    method: request.method ?? 'GET',
    path,
    query,
    body,
    headers: request.headers,
    peer: request.socket.remoteAddress ?? '',
    at: Date.now(),
  };
}

function split(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
