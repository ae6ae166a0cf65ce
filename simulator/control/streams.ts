import { endListenKey } from '../exchanges/binance/futures-stream.js';
import { streamEvent } from '../exchanges/binance/stream-event.js';
import type { Engine } from '../engine/engine.js';
import type { MarketName } from '../model.js';
import { ControlRefusal } from './refusal.js';

/** Cuts private streams and refuses new ones for a while. */
export function dropStreams(
  { streams }: Engine,
  input: { market?: MarketName | undefined; apiKey?: string | undefined; refuseForMs: number },
): object {
  const { market, apiKey, refuseForMs } = input;
  const which = { ...(market ? { market } : {}), ...(apiKey ? { apiKey } : {}) };
  return { dropped: streams.drop(which, refuseForMs, Date.now()) };
}

/** Ends listen keys as if their hour were over. */
export function expireListenKeys(engine: Engine, apiKey: string | undefined): object {
  const { state, journal } = engine;
  const keys = state.streamKeys
    .all()
    .filter((each) => apiKey === undefined || each.apiKey === apiKey);
  for (const key of keys) {
    state.streamKeys.remove(key);
    endListenKey(engine, key, Date.now());
  }
  journal.append({ removedStreamKeys: keys });
  return { expired: keys.length };
}

/** Sends an event of the stream's own: announced shutdown, or an ended subscription. */
export function sendStreamEvent(
  { streams, clock }: Engine,
  input: { market: MarketName; apiKey?: string | undefined; event: string },
): object {
  const { market, apiKey, event } = input;
  if (market !== 'spot' && market !== 'futures') {
    throw new ControlRefusal(400, `${market} knows no such events; they are Binance's`);
  }
  const now = clock.now();
  const connections = streams.of({ market, ...(apiKey ? { apiKey } : {}) });
  for (const { socket, subscriptions } of connections) {
    for (const [key, envelope] of subscriptions) {
      const told = streamEvent({ e: event, E: now });
      const frame = envelope(told.text, told, market);
      if (frame !== null) socket.send(frame);
      // The socket stays open, which is what makes an ended subscription easy to miss.
      if (event === 'eventStreamTerminated') subscriptions.delete(key);
    }
  }
  return { sent: connections.length };
}

/** Sends a frame that no exchange would send: text or, from base64, bytes. */
export function sendFrame(
  { streams }: Engine,
  input: {
    market: MarketName;
    apiKey?: string | undefined;
    text?: string | undefined;
    base64?: string | undefined;
    length?: number | undefined;
  },
): object {
  const { market, apiKey, text = '', base64, length = 0 } = input;
  const letters = 'x'.repeat(Math.max(length - text.length + 1, 0));
  const frame = base64 === undefined ? text.replace('%', letters) : Buffer.from(base64, 'base64');
  const connections = streams.of({ market, ...(apiKey ? { apiKey } : {}) });
  for (const { socket } of connections) socket.send(frame);
  return { sent: connections.length };
}
