import { request } from 'undici';
import { now } from './observer.js';

interface Event {
  readonly type: string;
  readonly clientOrderId: string;
}

/** Reads an event stream and notes when each order's events came. */
export class SseClient {
  readonly #seen = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();
  readonly #stopping = new AbortController();

  async start(url: string, token: string): Promise<void> {
    const { body, statusCode } = await request(url, {
      headers: { authorization: `Bearer ${token}` },
      signal: this.#stopping.signal,
      bodyTimeout: 0,
    });
    if (statusCode !== 200) throw new Error(`${url}: HTTP ${statusCode}`);
    let rest = '';
    body.on('data', (chunk: Buffer) => {
      const at = now();
      const parts = (rest + chunk.toString('utf8')).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#see(part, at);
    });
    body.on('error', () => undefined); // aborted by stop()
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Resolves with the time at which an event of an order came. */
  async event(type: string, clientOrderId: string): Promise<number> {
    const key = `${type} ${clientOrderId}`;
    const seen = this.#seen.get(key);
    if (seen !== undefined) return seen;
    await new Promise<void>((resolve) => this.#waiting.set(key, resolve));
    return this.#seen.get(key) ?? Number.NaN;
  }

  #see(part: string, at: number): void {
    const data = /^data: (.*)$/m.exec(part)?.[1];
    if (data === undefined) return;
    const event = JSON.parse(data) as Event;
    const key = `${event.type} ${event.clientOrderId}`;
    this.#seen.set(key, at);
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
  }
}
