import { z } from 'zod';
import { controlCall, type ControlCall } from '../../control/exchange-controls.js';
import { ControlRefusal } from '../../control/refusal.js';
import type { Engine } from '../../engine/engine.js';
import { apiKey, market } from '../../fields.js';
import { endListenKey } from './futures-stream.js';
import { isBinanceMarket } from './markets.js';
import { streamEvent } from './stream-event.js';

const eventSchema = z.strictObject({
  market,
  apiKey: apiKey.optional(),
  event: z.enum(['serverShutdown', 'eventStreamTerminated']),
});
const keysSchema = z.strictObject({ apiKey: apiKey.optional() });

/** What the control interface can do with Binance only. */
export function binanceControls(engine: Engine): Readonly<Record<string, ControlCall>> {
  return {
    'POST /control/stream/expire-listen-key': controlCall(keysSchema, (input) =>
      expireListenKeys(engine, input.apiKey),
    ),
    'POST /control/stream/event': controlCall(eventSchema, (input) =>
      sendStreamEvent(engine, input),
    ),
  };
}

/** Ends listen keys as if their lifetime were over. */
function expireListenKeys(engine: Engine, owner: string | undefined): object {
  const { state, journal } = engine;
  const keys = state.streamKeys
    .all()
    .filter((each) => owner === undefined || each.apiKey === owner);
  for (const key of keys) {
    state.streamKeys.remove(key);
    endListenKey(engine, key, Date.now());
  }
  journal.append({ removedStreamKeys: keys });
  return { expired: keys.length };
}

/** Sends an event about the stream itself: an announced shutdown, or an ended subscription. */
function sendStreamEvent({ streams, clock }: Engine, input: z.output<typeof eventSchema>): object {
  const { market: name, event } = input;
  if (!isBinanceMarket(name)) {
    throw new ControlRefusal(400, `${name} knows no such events; they are Binance's`);
  }
  const now = clock.now();
  const connections = streams.of({
    market: name,
    ...(input.apiKey ? { apiKey: input.apiKey } : {}),
  });
  for (const { socket, subscriptions } of connections) {
    for (const [key, envelope] of subscriptions) {
      const notice = streamEvent({ e: event, E: now });
      const frame = envelope(notice.text, notice, name);
      if (frame !== null) socket.send(frame);
      // The socket stays open, so an ended subscription is easy to miss.
      if (event === 'eventStreamTerminated') subscriptions.delete(key);
    }
  }
  return { sent: connections.length };
}
