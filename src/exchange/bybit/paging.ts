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

/** How far a list has been followed. Who stops between two pages may go on from there later. */
export interface CursorReading<T> {
  readonly rows: readonly T[];
  /** How many pages have been read. */
  readonly pages: number;
  /** Whether the list has been read to its end. */
  readonly isWhole: boolean;
  /** The cursors of the pages so far; the last one is that of the next page. */
  readonly cursors: readonly string[];
}

/** A list of which nothing has been read. */
export const NOTHING_READ: CursorReading<never> = {
  rows: [],
  pages: 0,
  isWhole: false,
  cursors: [],
};

/**
 * Follows a list's cursor for one page.
 *
 * @param ask asks for the page at a cursor; `undefined` asks for the first page
 */
export async function readPage<T>(
  { rows, pages, cursors }: CursorReading<T>,
  ask: (cursor: string | undefined) => Promise<CursorPage<T>>,
): Promise<CursorReading<T>> {
  const { list, nextPageCursor } = await ask(cursors.at(-1));
  const next = nextPageCursor ?? '';
  return {
    rows: [...rows, ...list],
    pages: pages + 1,
    // A server that returned the same cursor again would be asked for ever.
    isWhole: next === '' || list.length === 0 || cursors.includes(next),
    cursors: [...cursors, next],
  };
}

/** Follows a list's cursor to its end. */
export async function everyPage<T>(
  ask: (cursor: string | undefined) => Promise<CursorPage<T>>,
): Promise<T[]> {
  return [...(await firstPages(ask, Infinity)).rows];
}

/** Follows a list's cursor for so many pages. */
export async function firstPages<T>(
  ask: (cursor: string | undefined) => Promise<CursorPage<T>>,
  most: number,
): Promise<CursorReading<T>> {
  let reading: CursorReading<T> = NOTHING_READ;
  while (!reading.isWhole && reading.pages < most) reading = await readPage(reading, ask);
  return reading;
}
