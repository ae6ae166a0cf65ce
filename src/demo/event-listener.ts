import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { OrderEventData } from '../domain/event.js';

/** An event as it was received. */
export interface HeardEvent {
  /** Undefined for a `resync`, which has no place in the outbox. */
  readonly id: number | undefined;
  readonly type: string;
  readonly data: OrderEventData;
  /** Milliseconds since the epoch. */
  readonly heardAt: number;
}

const STEP_MS = 5;

/**
 * Listens to the product's server-sent events as a front end does, and keeps every event in order
 * of arrival, including repetitions. Demo, benchmark and tests all read the stream with this class.
 */
export class EventListener {
  readonly events: HeardEvent[] = [];
  /** Called with each event as it arrives. */
  onEvent: (event: HeardEvent) => void = () => {};
  protected readonly closing = new AbortController();
  #failure: Error | undefined;

  /** @param edgeUrl called for each connection, since a restarted edge may have moved */
  constructor(
    private readonly edgeUrl: () => string,
    private readonly token: string,
  ) {}

  /**
   * Opens the listener's only connection. Resolves once it receives events.
   *
   * @param lastEventId continues after this event; without it, only new events are received
   */
  async connect(lastEventId?: number): Promise<void> {
    const { ended } = await this.open(lastEventId);
    ended.catch((error: unknown) => {
      if (!this.closing.signal.aborted) this.#failure = error as Error;
    });
  }

  /** Returns the first matching event of an order, or `undefined` if none came in time. */
  async waitFor(
    clientOrderId: string,
    fits: (data: OrderEventData) => boolean,
    timeoutMs: number,
  ): Promise<HeardEvent | undefined> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = this.of(clientOrderId).find(({ data }) => fits(data));
      if (found || Date.now() > deadline) return found;
      if (this.#failure) throw new Error('the event stream broke', { cause: this.#failure });
      await sleep(STEP_MS);
    }
  }

  /** Returns an order's events so far, oldest first. */
  of(clientOrderId: string): HeardEvent[] {
    return this.events.filter(({ data }) => data.clientOrderId === clientOrderId);
  }

  close(): void {
    this.closing.abort();
  }

  /**
   * Opens a connection.
   *
   * @param silenceMs how long the connection may be silent before it is given up; 0 means for ever
   * @returns a promise that rejects when the connection ends, whichever side ends it
   * @throws Error when the connection is refused
   */
  protected async open(
    lastEventId?: number,
    silenceMs = 0,
  ): Promise<{ readonly ended: Promise<never> }> {
    const { body, statusCode } = await request(`${this.edgeUrl()}/api/sse/events`, {
      headers: {
        authorization: `Bearer ${this.token}`,
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
      },
      signal: this.closing.signal,
      bodyTimeout: silenceMs,
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`the event stream answered HTTP ${statusCode}`);
    }
    body.setEncoding('utf8');
    return { ended: this.#read(body) };
  }

  async #read(body: AsyncIterable<unknown>): Promise<never> {
    let text = '';
    for await (const chunk of body) {
      const blocks = (text + String(chunk)).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
    throw new Error('the server ended the stream');
  }

  #take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const [id, data] = [field('id'), field('data')];
    if (data === undefined) return; // a comment, or the retry interval
    const event: HeardEvent = {
      id: id === undefined ? undefined : Number(id),
      type: field('event') ?? '',
      data: JSON.parse(data) as OrderEventData,
      heardAt: Date.now(),
    };
    this.events.push(event);
    this.onEvent(event);
  }
}
