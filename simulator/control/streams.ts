import type { Engine } from '../engine/engine.js';
import type { MarketName } from '../names.js';

/** Cuts private streams, and refuses new ones for a while. */
export function dropStreams(
  { streams }: Engine,
  input: { market?: MarketName | undefined; apiKey?: string | undefined; refuseForMs: number },
): object {
  const { market, apiKey, refuseForMs } = input;
  const which = { ...(market ? { market } : {}), ...(apiKey ? { apiKey } : {}) };
  return { dropped: streams.drop(which, refuseForMs, Date.now()) };
}

/** Sends a frame that no exchange would send: a text or, from base64, bytes. */
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
