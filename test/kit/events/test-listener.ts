import { EventListener, type HeardEvent } from '../../../src/demo/event-listener.js';

const HEARD_WITHIN_MS = 30_000;

/** Listens for a test, which waits for one event after another. */
export class TestListener extends EventListener {
  /** Waits for an event of an order. @throws Error when it does not come */
  async event(
    type: string,
    clientOrderId: string,
    timeoutMs = HEARD_WITHIN_MS,
  ): Promise<HeardEvent> {
    const heard = await this.waitFor(clientOrderId, (data) => data.type === type, timeoutMs);
    if (heard) return heard;
    const came = this.typesOf(clientOrderId).join(', ') || 'nothing';
    throw new Error(`waited ${timeoutMs} ms for ${type} of ${clientOrderId}, came: ${came}`);
  }

  /** Returns the types of an order's events, in the order they came. */
  typesOf(clientOrderId: string): string[] {
    return this.of(clientOrderId).map(({ type }) => type);
  }

  /** Returns the ids of the events that have one, in the order they came. */
  ids(): number[] {
    return this.events.flatMap(({ id }) => id ?? []);
  }
}
