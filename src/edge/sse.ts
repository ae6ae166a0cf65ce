import { Router, type Request, type Response } from 'express';
import { Gauge } from 'prom-client';
import type { Logger } from '../observability/log.js';
import type { Authentication } from './authentication.js';
import type { OutboxReader } from './outbox-reader.js';
import { Problem, shorten } from './problem.js';
import { SseClient } from './sse-client.js';

/** Proxies cut a connection that is silent for a minute, some after half a minute. */
const HEARTBEAT_MS = 15_000;
/**
 * Another edge may have sent events that this one has not read yet; at most this many are assumed.
 */
const FOREIGN_MARGIN = 1_000;

const listeners = new Gauge({
  name: 'filltrail_sse_clients',
  help: 'Clients that listen to the event stream now',
});

/** `GET /api/sse/events`: the outbox as server-sent events. */
export class SseHub {
  readonly #clients = new Set<SseClient>();

  constructor(
    private readonly reader: OutboxReader,
    private readonly log: Logger,
  ) {
    reader.listen((events) => {
      for (const client of this.#clients) client.offer(events);
    });
  }

  /** The number of clients that listen now. */
  get clientCount(): number {
    return this.#clients.size;
  }

  router(authentication: Authentication): Router {
    const router = Router();
    router.get('/api/sse/events', authentication.viewer, async (request, response) => {
      const lastId = readLastId(request);
      // On an error status, browsers give up for good. Therefore a listener waits for the database.
      await this.reader.started;
      if (!response.closed) this.#serve(lastId, request, response);
    });
    return router;
  }

  /** Tells every client to read everything anew: what it was told may no longer be so. */
  resync(): void {
    for (const client of this.#clients) client.resync();
  }

  /** Ends every stream. The clients reconnect after their pause, with their last id. */
  close(): void {
    for (const client of this.#clients) client.end();
  }

  #serve(lastId: number | undefined, request: Request, response: Response): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    request.socket.setNoDelay(true);
    // An id beyond the end comes from another outbox, which was reset or restored since then.
    const isForeign = lastId !== undefined && lastId > this.reader.lastId + FOREIGN_MARGIN;
    const cursor = isForeign ? this.reader.lastId : (lastId ?? this.reader.lastId);
    const client = new SseClient(response, this.reader, cursor);
    this.#clients.add(client);
    listeners.set(this.#clients.size);
    const heartbeat = setInterval(() => client.comment('heartbeat'), HEARTBEAT_MS);
    response.on('close', () => {
      clearInterval(heartbeat);
      this.#clients.delete(client);
      listeners.set(this.#clients.size);
      client.end();
    });
    client.start(isForeign).catch((error: unknown) => {
      // The client reconnects with its last id and misses nothing.
      this.log.warn({ err: error }, 'event stream ended');
      client.end();
    });
  }
}

/** Reads the header that EventSource sends, or `?lastEventId=` of a first connection. */
function readLastId(request: Request): number | undefined {
  const text = request.get('last-event-id') ?? request.query['lastEventId'];
  if (text === undefined || text === '') return undefined;
  const id = Number(text);
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return id;
  throw new Problem(400, 'LAST_EVENT_ID_INVALID', 'Last-Event-ID must be the id of an event', {
    field: 'Last-Event-ID',
    expected: 'the id of an event, decimal digits',
    received: shorten(text),
  });
}
