import type { z } from 'zod';
import type { CallParameters } from '../kit/ccxt-client.js';
import type { Priority } from '../kit/limits/limits.js';

/** A page of a list. */
export interface CursorPage<T> {
  readonly list: readonly T[];
  /** Empty or absent on the last page. A page that is not full may still have one. */
  readonly nextPageCursor?: string | null | undefined;
}

/** Asks for a page of one of an account's lists. */
export type AskPage = <T>(
  path: 'order/realtime' | 'order/history' | 'execution/list',
  row: z.ZodType<T>,
  parameters: CallParameters,
  priority: Priority,
) => Promise<CursorPage<T>>;

/**
 * Follows a list's cursor to its end.
 *
 * @param ask asks for the page at a cursor; `undefined` asks for the first page
 */
export async function everyPage<T>(
  ask: (cursor: string | undefined) => Promise<CursorPage<T>>,
): Promise<T[]> {
  return (await firstPages(ask, Infinity)).rows;
}

/** Follows a list's cursor for so many pages. */
export async function firstPages<T>(
  ask: (cursor: string | undefined) => Promise<CursorPage<T>>,
  most: number,
): Promise<{ readonly rows: T[]; readonly isWhole: boolean }> {
  const rows: T[] = [];
  const followed = new Set<string>();
  let cursor: string | undefined;
  for (let pages = 0; pages < most; pages += 1) {
    const page = await ask(cursor);
    rows.push(...page.list);
    cursor = page.nextPageCursor ?? '';
    // A server that returned the same cursor again would be asked for ever.
    if (cursor === '' || page.list.length === 0 || followed.has(cursor)) {
      return { rows, isWhole: true };
    }
    followed.add(cursor);
  }
  return { rows, isWhole: false };
}
