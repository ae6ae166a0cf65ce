import type { StreamHandlers } from '../exchange.js';
import { UnreadableMessage } from '../kit/frames.js';
import { readMessage, type SymbolOf } from './messages.js';

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
