import { EventListener } from '../src/demo/event-listener.js';
import { now } from './clock.js';

/** Records when each order's events arrived on the product's event stream. */
export class EventTimes {
  readonly #seen = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();

  private constructor(private readonly listener: EventListener) {
    listener.onEvent = ({ type, data }) => this.#note(`${type} ${data.clientOrderId}`, now());
  }

  /** Resolves once it receives events. @param origin the server of `/api/sse/events` */
  static async open(origin: string, token: string): Promise<EventTimes> {
    const listener = new EventListener(() => origin, token);
    const times = new EventTimes(listener);
    await listener.connect();
    return times;
  }

  close(): void {
    this.listener.close();
  }

  /** Resolves with the time at which an event of an order arrived. */
  async of(type: string, clientOrderId: string): Promise<number> {
    const key = `${type} ${clientOrderId}`;
    const seen = this.#seen.get(key);
    if (seen !== undefined) return seen;
    await new Promise<void>((resolve) => this.#waiting.set(key, resolve));
    return this.#seen.get(key) ?? Number.NaN;
  }

  #note(key: string, at: number): void {
    this.#seen.set(key, at);
    this.#waiting.get(key)?.();
    this.#waiting.delete(key);
  }
}
