import type { StreamHandlers } from '../exchange.js';
import { readOrReport } from '../kit/frames.js';
import type { SymbolOf } from '../kit/kept-listing.js';
import { readMessage } from './messages.js';

/**
 * Reads a frame and passes its content to the handlers.
 *
 * @returns why the stream has ended, if the frame says that it has
 */
export function handleFrame(
  frame: unknown,
  symbolOf: SymbolOf,
  handlers: StreamHandlers,
): string | undefined {
  const message = readOrReport(handlers, () => readMessage(frame, symbolOf));
  if (message?.kind === 'update') handlers.onUpdates([message.update]);
  return message?.kind === 'ended' ? message.reason : undefined;
}
