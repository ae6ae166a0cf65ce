import { EventListener, type HeardEvent } from '../../../src/demo/event-listener.js';

const HEARD_WITHIN_MS = 30_000;

/** A listener for a test that waits for one event after another. */
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

  /** Returns the types of an order's events, in order of arrival. */
  typesOf(clientOrderId: string): string[] {
    return this.of(clientOrderId).map(({ type }) => type);
  }

  /** Returns the ids of the events that have one, in order of arrival. */
  ids(): number[] {
    return this.events.flatMap(({ id }) => id ?? []);
  }
}
