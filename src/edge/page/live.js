// The event stream, kept alive as long as the page is open.
import { eventTypes } from './events.js';

/** @typedef {import('../../domain/event.js').OrderEventData} OrderEventData */

const RECONNECT_MS = 3_000;

/**
 * Follows `/api/sse/events`.
 *
 * A broken connection comes back after 3 s and continues after the last event received: the browser
 * sends that event's id when it reconnects by itself, and a new EventSource has it in its query.
 *
 * @param {object} listener
 * @param {(event: OrderEventData) => void} listener.onEvent
 * @param {() => void} listener.onResync something may have changed without an event
 * @param {(state: 'live' | 'reconnecting') => void} listener.onState
 */
export function followEvents(listener) {
  let lastEventId = '';
  const open = () => {
    const query = lastEventId === '' ? '' : `?lastEventId=${encodeURIComponent(lastEventId)}`;
    const source = new EventSource(`/api/sse/events${query}`);
    source.addEventListener('open', () => {
      listener.onState('live');
      // Something may have changed while nobody listened, or before the page did.
      listener.onResync();
    });
    for (const type of eventTypes) {
      source.addEventListener(type, (message) => {
        lastEventId = message.lastEventId;
        listener.onEvent(JSON.parse(message.data));
      });
    }
    source.addEventListener('resync', () => listener.onResync());
    source.addEventListener('error', () => {
      listener.onState('reconnecting');
      // After an error answer the browser gives up. After a broken connection it reconnects by
      // itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, RECONNECT_MS);
    });
  };
  open();
}
