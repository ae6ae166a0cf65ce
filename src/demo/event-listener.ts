import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderEventData } from '../domain/event.js';

/** An event as it came over the wire. */
export interface HeardEvent {
  readonly id: string;
  readonly data: OrderEventData;
  /** Milliseconds since the epoch. */
  readonly heardAt: number;
}

const STEP_MS = 5;

/** Listens to the product's server-sent events, as a front end would. */
export class EventListener {
  readonly events: HeardEvent[] = [];
  #failure: Error | undefined;

  private constructor(private readonly stopping: AbortController) {}

  /** Connects and resolves once events will be heard. */
  static async connect(edgeUrl: string, token: string): Promise<EventListener> {
    const listener = new EventListener(new AbortController());
    const response = await fetch(`${edgeUrl}/api/sse/events`, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
      signal: listener.stopping.signal,
    });
    if (!response.ok || !response.body) {
      throw new Error(`the event stream answered HTTP ${response.status}`);
    }
    listener.#read(response.body).catch((error: unknown) => {
      if (!listener.stopping.signal.aborted) listener.#failure = error as Error;
    });
    return listener;
  }

  /** Returns an order's first event that fits, or `undefined` when none came in time. */
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

  of(clientOrderId: string): HeardEvent[] {
    return this.events.filter(({ data }) => data.clientOrderId === clientOrderId);
  }

  close(): void {
    this.stopping.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
    throw new Error('the server ended the stream');
  }

  #take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const [id, data] = [field('id'), field('data')];
    if (id === undefined || data === undefined) return; // a comment, or the retry interval
    this.events.push({ id, data: JSON.parse(data) as OrderEventData, heardAt: Date.now() });
  }
}
