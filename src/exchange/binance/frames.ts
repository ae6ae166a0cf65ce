import type { StreamHandlers } from '../exchange.js';
import { readOrReport } from '../kit/frames.js';
import type { SymbolOf } from '../kit/kept-listing.js';
import { readMessage } from './messages.js';

/**
 * Reads a frame and hands on what it says.
 *
 * @returns why the stream is over, when the frame says so
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
