import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { OrderEventData } from '../../../src/domain/event.js';

export interface ToldEvent {
  readonly id: number;
  readonly type: string;
  readonly data: OrderEventData;
}

/**
 * Listens to the SSE stream from its beginning as a browser does: whenever the connection ends, it comes
 * back and names the last id it has seen. Keeps every event in the order it came, repetitions too.
 */
export class EventListener {
  readonly events: ToldEvent[] = [];
  connections = 0;
  readonly #closed = new AbortController();

  constructor(
    private readonly url: () => string,
    private readonly token: string,
  ) {
    void this.#listen();
  }

  close(): void {
    this.#closed.abort();
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      // Whatever ends the connection, a refused one too, is answered by coming back.
      await this.#connection(signal).catch(() => undefined);
      await sleep(100, undefined, { signal }).catch(() => undefined);
    }
  }

  async #connection(signal: AbortSignal): Promise<void> {
    const { body, statusCode } = await request(this.url(), {
      headers: {
        authorization: `Bearer ${this.token}`,
        'last-event-id': String(this.events.at(-1)?.id ?? 0),
      },
      signal,
      bodyTimeout: 20_000, // a comment comes every 15 s
    });
    if (statusCode !== 200) {
      await body.dump();
      return;
    }
    this.connections += 1;
    body.setEncoding('utf8');
    let rest = '';
    for await (const chunk of body) {
      const parts = (rest + String(chunk)).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#read(part);
    }
  }

  #read(part: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
    const [id, data] = [field('id'), field('data')];
    if (id === undefined || data === undefined) return; // a comment, or "resync"
    this.events.push({
      id: Number(id),
      type: field('event') ?? '',
      data: JSON.parse(data) as OrderEventData,
    });
  }
}
