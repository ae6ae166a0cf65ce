// The event stream, kept alive for as long as the page is open.

const EVENT_TYPES = [
  'order_created',
  'order_partially_filled',
  'order_filled',
  'order_cancelled',
  'order_expired',
  'order_rejected',
  'position_updated',
];
const RECONNECT_MS = 3_000;

/**
 * Follows `/api/sse/events`.
 *
 * A broken connection comes back after 3 s and goes on after the last event seen: the browser sends
 * its id when it reconnects by itself, and a new EventSource names it in the query.
 *
 * @param {{ onEvent(event: object): void, onResync(): void, onState(state: string): void }} listener
 */
export function followEvents(listener) {
  let lastEventId = '';
  const open = () => {
    const query = lastEventId === '' ? '' : `?lastEventId=${encodeURIComponent(lastEventId)}`;
    const source = new EventSource(`/api/sse/events${query}`);
    source.addEventListener('open', () => {
      listener.onState('live');
      // What changed while nobody listened, or before the page did.
      listener.onResync();
    });
    for (const type of EVENT_TYPES) {
      source.addEventListener(type, (message) => {
        lastEventId = message.lastEventId;
        listener.onEvent(JSON.parse(message.data));
      });
    }
    source.addEventListener('resync', () => listener.onResync());
    source.addEventListener('error', () => {
      listener.onState('reconnecting');
      // After an error answer the browser gives up; after a broken connection it tries again itself.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, RECONNECT_MS);
    });
  };
  open();
}
