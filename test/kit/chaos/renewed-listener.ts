import type { HeardEvent } from '../../../src/demo/event-listener.js';
import type { TestListener } from '../events/test-listener.js';

/** Listens to all events, and can read everything anew, as clients are told to after a restore. */
export class RenewedListener {
  #listener: TestListener;

  /** @param open opens a listener that reads from the beginning */
  constructor(private readonly open: () => TestListener) {
    this.#listener = open();
  }

  get events(): readonly HeardEvent[] {
    return this.#listener.events;
  }

  /** Returns the ids of the events in order of arrival, since everything was read anew. */
  ids(): number[] {
    return this.#listener.ids();
  }

  beginAnew(): void {
    this.#listener.close();
    this.#listener = this.open();
  }

  close(): void {
    this.#listener.close();
  }
}
