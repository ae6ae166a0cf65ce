import type { TextParameters } from './dialect.js';

/** The most that a page of either exchange holds, where it is asked for by number. */
const PAGE = 100;

/**
 * Reads a list page by page until one is not full, or `isEnough`. A server that ignores the page's
 * number would answer the first one for ever: a page that brings nothing new is the last.
 *
 * @param idOf returns the same text for the same row, and for no other
 */
export async function readPages<T>(
  read: (parameters: TextParameters) => Promise<readonly T[]>,
  parameters: TextParameters,
  idOf: (row: T) => string,
  isEnough: (page: readonly T[]) => boolean = () => false,
): Promise<T[]> {
  const found = new Map<string, T>();
  for (let number = 1; ; number += 1) {
    const page = await read({ ...parameters, page: String(number), limit: String(PAGE) });
    const before = found.size;
    for (const row of page) found.set(idOf(row), row);
    if (page.length < PAGE || found.size === before || isEnough(page)) return [...found.values()];
  }
}
