import { isSafeNumber, parse } from 'lossless-json';
import type { StreamHandlers } from '../exchange.js';
import { readMessage, UnreadableMessage, type SymbolOf } from './messages.js';

/**
 * Reads the text of a frame and hands on what it says. A frame that cannot be read never ends the
 * stream: the owner is told, and REST knows what it said.
 *
 * @returns why the stream is over, when the frame says so
 */
export function handleFrame(
  frame: unknown,
  symbolOf: SymbolOf,
  handlers: StreamHandlers,
): string | undefined {
  try {
    const message = readMessage(frame, symbolOf);
    if (message.kind === 'update') handlers.onUpdates([message.update]);
    return message.kind === 'ended' ? message.reason : undefined;
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    handlers.onUnreadable(error.message);
    return undefined;
  }
}

/**
 * Returns `undefined` and tells the owner when a text is not JSON. Order ids of some futures markets
 * lie beyond 2^53: such numbers stay strings, as ccxt keeps them in REST answers.
 */
export function parseFrame(text: string, handlers: StreamHandlers): unknown {
  try {
    return parse(text, null, (value) => (isSafeNumber(value) ? Number(value) : value));
  } catch {
    handlers.onUnreadable(
      `binance: expected a JSON frame, was ${JSON.stringify(text.slice(0, 80))}`,
    );
    return undefined;
  }
}
