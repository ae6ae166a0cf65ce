import { Router, type Request, type Response } from 'express';
import { Gauge } from 'prom-client';
import type { Logger } from '../observability/log.js';
import type { OutboxEvent } from '../queries/outbox-events.js';
import type { Authentication } from './authentication.js';
import type { OutboxReader } from './outbox-reader.js';
import { Problem, shorten } from './problem.js';

/** A client that was cut off pauses so long: an edge that starts again is not stormed. */
const RETRY_MS = 3_000;
/** Proxies cut a connection that is silent for a minute, some for half of one. */
const HEARTBEAT_MS = 15_000;
/** A few bursts of events; a client that is further behind goes on from the outbox instead. */
const QUEUE_LIMIT = 50;
const RESYNC = 'event: resync\ndata: {"type":"resync"}\n\n';
/** Another edge may have sent events that this one has not read yet, this many at most. */
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

  /** How many clients listen now. */
  get clientCount(): number {
    return this.#clients.size;
  }

  router(authentication: Authentication): Router {
    const router = Router();
    router.get('/api/sse/events', authentication.viewer, async (request, response) => {
      const lastId = readLastId(request);
      // Browsers give up for good on an error status: a listener waits for the database instead.
      await this.reader.started;
      if (!response.closed) this.#serve(lastId, request, response);
    });
    return router;
  }

  /** Ends every stream; clients come back after their pause, with their last id. */
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
    // An id beyond the end comes from another outbox, one that was reset or restored since.
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
      // The client comes back with its last id and misses nothing.
      this.log.warn({ err: error }, 'event stream ended');
      client.end();
    });
  }
}

/** One listener: a cursor in the outbox, and a short queue of what came since. */
class SseClient {
  #queue: OutboxEvent[] = [];
  #isLive = false;
  #isEnded = false;
  #isCatchingUp = false;

  constructor(
    private readonly response: Response,
    private readonly reader: OutboxReader,
    private cursor: number,
  ) {}

  async start(mustResync: boolean): Promise<void> {
    this.response.write(`retry: ${RETRY_MS}\n\n`);
    if (mustResync) this.#write(RESYNC);
    await this.#catchUp();
  }

  /** Takes news. A client that does not keep up is sent a resync and goes on from the outbox. */
  offer(events: readonly OutboxEvent[]): void {
    if (!this.#isLive) return; // catching up reads them from the outbox
    this.#queue.push(...events.filter((event) => event.id > this.cursor));
    if (this.#queue.length > QUEUE_LIMIT && this.response.writableNeedDrain) {
      this.#queue = [];
      this.#isLive = false;
      this.response.once('drain', () => {
        this.#write(RESYNC);
        this.#catchUp().catch(() => this.end());
      });
      return;
    }
    this.#flush();
  }

  comment(text: string): void {
    if (!this.response.writableNeedDrain) this.#write(`: ${text}\n\n`);
  }

  end(): void {
    this.#isEnded = true;
    this.#isLive = false;
    this.response.end();
  }

  /** Sends what lies between the cursor and the reader's position, then goes live. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    try {
      while (!this.#isEnded && this.cursor < this.reader.lastId) {
        for (const event of await this.reader.after(this.cursor)) this.#send(event);
        if (this.response.writableNeedDrain) await this.#drained();
      }
    } finally {
      this.#isCatchingUp = false;
    }
    // There is no await since the comparison: no batch can have come in between.
    this.#isLive = !this.#isEnded;
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.response.once('drain', resolve);
      this.response.once('close', resolve);
    });
  }

  #flush(): void {
    while (this.#queue.length > 0 && !this.response.writableNeedDrain) {
      const event = this.#queue.shift();
      if (event) this.#send(event);
    }
    if (this.#queue.length > 0) this.response.once('drain', () => this.#flush());
  }

  #send(event: OutboxEvent): void {
    if (event.id <= this.cursor) return;
    this.cursor = event.id;
    const { data } = event;
    this.#write(`id: ${event.id}\nevent: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #write(text: string): void {
    if (!this.#isEnded) this.response.write(text);
  }
}

/** Reads the header that EventSource sends, or `?lastEventId=` of a first connection. */
function readLastId(request: Request): number | undefined {
  const text = request.get('last-event-id') ?? request.query['lastEventId'];
  if (text === undefined || text === '') return undefined;
  const id = Number(text);
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return id;
  throw new Problem(400, 'LAST_EVENT_ID_INVALID', 'Last-Event-ID must be the id of an event', {
    name: 'Last-Event-ID',
    expected: 'the id of an event, decimal digits',
    received: shorten(text),
  });
}
