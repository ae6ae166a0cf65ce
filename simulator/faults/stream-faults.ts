import { DEFAULT_MS, UNTIL_CLEARED, type Fault, type SpoiledFrame } from './kinds.js';

const held = new WeakMap<object, () => void>();

/**
 * How a private stream can misbehave. Every fault except the silence can be limited to some frames:
 * by `event` (the frame's own name, such as "TRADE_LITE"), by `execution` (the step of an order
 * that the frame reports: NEW, AMENDED, TRADE, CANCELLED, EXPIRED, REJECTED) and by `symbol`. For
 * example, a delay of one TRADE execution makes a fill come after its cancel.
 */
export const STREAM_FAULTS = {
  'stream-swallow': { area: 'stream', times: 1, run: () => undefined },

  'stream-duplicate': {
    area: 'stream',
    times: 1,
    run: (frame) => {
      frame.send();
      frame.send();
    },
  },

  'stream-delay': {
    area: 'stream',
    times: UNTIL_CLEARED,
    run: (frame, { ms }) => void setTimeout(() => frame.send(), ms ?? DEFAULT_MS),
  },

  // Every second frame overtakes the one before it. If no second one comes, the first follows after
  // `ms`.
  'stream-reorder': {
    area: 'stream',
    times: 2,
    run: (frame, { ms }) => {
      const earlier = held.get(frame.connection);
      if (earlier) {
        held.delete(frame.connection);
        frame.send();
        earlier();
        return;
      }
      const send = (): void => frame.send();
      held.set(frame.connection, send);
      setTimeout(() => {
        if (held.get(frame.connection) !== send) return;
        held.delete(frame.connection);
        send();
      }, ms ?? DEFAULT_MS);
    },
  },

  // Half of the frame is sent, which is not JSON. The true frame is lost.
  'stream-malformed': {
    area: 'stream',
    times: 1,
    run: (frame) => frame.send(frame.text.slice(0, Math.floor(frame.text.length / 2))),
  },

  // The frame is JSON, but `field` has the impossible `value`, or is missing if no value is given.
  // By default it is a field that clients need, such as the filled quantity. The true frame is
  // always lost, and if it has no such field, nothing is sent.
  'stream-unreadable': {
    area: 'stream',
    times: 1,
    run: (frame, { field = frame.vitalField, value }) => misprint(frame, field, value),
  },

  // The frame names its fill by another id than the lists do.
  'stream-other-trade-ids': {
    area: 'stream',
    times: UNTIL_CLEARED,
    run: (frame) =>
      frame.send(frame.text.replace(/"(trade_uuid|tuid|trade_id)":"([^"]+)"/g, '"$1":"s-$2"')),
  },

  'stream-silent': { area: 'silence', times: UNTIL_CLEARED },
} as const satisfies Readonly<Record<string, Fault>>;

function misprint(frame: SpoiledFrame, field: string, value: unknown): void {
  let found = false;
  const spoiled = JSON.stringify(JSON.parse(frame.text), (name, now: unknown) => {
    if (name !== field) return now;
    found = true;
    return value;
  });
  if (found) frame.send(spoiled);
}
