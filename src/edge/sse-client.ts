import type { Response } from 'express';
import type { OutboxEvent } from '../queries/outbox-events.js';
import type { OutboxReader } from './outbox-reader.js';

/** How long a disconnected client pauses, so that a restarting edge is not flooded. */
const RETRY_MS = 3_000;
/** A few bursts of events. A client that is further behind continues from the outbox instead. */
const QUEUE_LIMIT = 50;
const RESYNC = 'event: resync\ndata: {"type":"resync"}\n\n';

/** One listener: a cursor in the outbox, and a short queue of events that came since. */
export class SseClient {
  #queue: OutboxEvent[] = [];
  #isLive = false;
  #isEnded = false;
  #isCatchingUp = false;

  constructor(
    private readonly response: Response,
    private readonly reader: OutboxReader,
    private cursor: number,
  ) {}

  /** Sends the events after the cursor, and then new ones as they come. */
  async start(mustResync: boolean): Promise<void> {
    this.response.write(`retry: ${RETRY_MS}\n\n`);
    if (mustResync) this.#write(RESYNC);
    await this.#catchUp();
  }

  /**
   * Queues new events. A client that cannot keep up is sent a resync and continues from the outbox.
   */
  offer(events: readonly OutboxEvent[]): void {
    if (!this.#isLive) return; // catching up will read them from the outbox
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

  /** Tells the client to read everything anew. */
  resync(): void {
    this.#write(RESYNC);
  }

  /** Sends a comment, which keeps the connection alive. A client that is behind gets none. */
  comment(text: string): void {
    if (!this.response.writableNeedDrain) this.#write(`: ${text}\n\n`);
  }

  /** Ends the stream. Nothing more is sent. */
  end(): void {
    this.#isEnded = true;
    this.#isLive = false;
    this.response.end();
  }

  /** Sends the events between the cursor and the reader's position, then goes live. */
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
    // There was no await since the comparison, so no batch can have come in between.
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
