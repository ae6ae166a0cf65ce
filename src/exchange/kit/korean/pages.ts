import type { TextParameters } from './dialect.js';

/** The maximum page size of either exchange, for lists that are read by page number. */
const PAGE = 100;

/**
 * Reads a list page by page until a page is not full, or until `isEnough`. A server that ignores
 * the page number would return the first page for ever, so a page without new rows is the last one.
 *
 * @param idOf returns the same text for the same row, and different texts for different rows
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
