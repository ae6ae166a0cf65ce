import { request } from 'undici';
import type { OrderEventData } from '../../../src/domain/event.js';
import { eventually } from '../eventually.js';

export interface SseEvent {
  readonly id: number | undefined;
  readonly event: string;
  readonly data: OrderEventData;
}

/** Reads `/api/sse/events` over the real wire and keeps what came. */
export class SseListener {
  readonly events: SseEvent[] = [];
  readonly comments: string[] = [];
  readonly #abort = new AbortController();

  static async open(url: string, token: string, lastEventId?: number): Promise<SseListener> {
    const listener = new SseListener();
    const { body, statusCode } = await request(url, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
      },
      signal: listener.#abort.signal,
      bodyTimeout: 0,
    });
    if (statusCode !== 200) throw new Error(`SSE answered ${statusCode}`);
    let rest = '';
    body.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString('utf8')).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) listener.#read(part);
    });
    body.on('error', () => undefined); // closed by close()
    return listener;
  }

  /** Waits for an event of an order. */
  event(type: string, clientOrderId: string): Promise<SseEvent> {
    return eventually(`${type} of ${clientOrderId}`, () =>
      this.events.find(
        (event) => event.event === type && event.data.clientOrderId === clientOrderId,
      ),
    );
  }

  /** Types of an order's events, in the order they came. */
  typesOf(clientOrderId: string): string[] {
    return this.events
      .filter((event) => event.data.clientOrderId === clientOrderId)
      .map((event) => event.event);
  }

  close(): void {
    this.#abort.abort();
  }

  #read(part: string): void {
    if (part.startsWith(':')) this.comments.push(part);
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
    const data = field('data');
    if (data === undefined) return;
    const id = field('id');
    this.events.push({
      id: id === undefined ? undefined : Number(id),
      event: field('event') ?? '',
      data: JSON.parse(data) as OrderEventData,
    });
  }
}
