import { errors } from './errors.js';
import type { BybitParameters } from './parameters.js';

/** A part of a list, and the cursor of the next part, which is empty on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageCursor: string;
}

/** Returns the `limit` of a call, or the largest that Bybit allows if that is less. */
export function limitOf(parameters: BybitParameters, usual: number, most: number): number {
  const limit = parameters.integer('limit') ?? usual;
  if (limit < 1) throw errors.parameter('limit invalid');
  return Math.min(limit, most);
}

/**
 * Returns the page that a call asks for. The cursor is the key of the last item on the previous
 * page. Like Bybit's, it contains percent signs, which clients may encode again or not.
 */
export function pageOf<T>(
  listed: Iterable<T>,
  parameters: BybitParameters,
  limit: number,
  keyOf: (item: T) => string,
): Page<T> {
  const cursor = cursorOf(parameters);
  const items: T[] = [];
  let isReached = cursor === undefined;
  for (const item of listed) {
    const key = keyOf(item);
    if (!isReached) {
      isReached = key === cursor;
      continue;
    }
    const last = items.at(-1);
    if (items.length === limit && last !== undefined) {
      return { items, nextPageCursor: encodeURIComponent(keyOf(last)) };
    }
    items.push(item);
  }
  return { items, nextPageCursor: '' };
}

function cursorOf(parameters: BybitParameters): string | undefined {
  const text = parameters.text('cursor');
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw errors.parameter('cursor invalid');
  }
}
