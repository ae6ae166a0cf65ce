import { isSafeNumber, parse } from 'lossless-json';
import type { z } from 'zod';
import { excerptOf, redactText } from '../../observability/log.js';
import type { StreamHandlers } from '../exchange.js';

/**
 * A frame that is not as documented. The error names the message, the field and what was found (P4,
 * P6).
 */
export class UnreadableMessage extends Error {
  constructor(message: string) {
    super(redactText(message));
  }
}

/**
 * Parses the text of a frame. A whole number beyond 2^53 stays text, as in ccxt's REST answers.
 * `numbers` decides about all others: if money comes as JSON numbers, they must stay text too (P5).
 *
 * @returns `undefined` if the text is not JSON; that is reported to the owner
 */
export function parseFrame(
  exchange: string,
  text: string,
  handlers: StreamHandlers,
  numbers: 'as-numbers' | 'as-text' = 'as-numbers',
): unknown {
  const read = (value: string) =>
    numbers === 'as-numbers' && isSafeNumber(value) ? Number(value) : value;
  try {
    return parse(text, null, read);
  } catch {
    handlers.onUnreadable(
      `${exchange}: expected a JSON frame, was ${JSON.stringify(excerptOf(text, 80))}`,
    );
    return undefined;
  }
}

/**
 * Reads the fields of a message. @throws UnreadableMessage naming the first field that does not fit
 */
export function readFields<T>(message: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UnreadableMessage(
    `${message}: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`,
  );
}

/**
 * Reads a message that may be unreadable. An unreadable message never ends the stream (P8): it is
 * reported to the owner, and REST has the same information.
 *
 * @returns what `read` returns, or `undefined` when it throws {@link UnreadableMessage}
 */
export function readOrReport<T>(handlers: StreamHandlers, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    handlers.onUnreadable(error.message);
    return undefined;
  }
}
