import type { Parameters, ReadPage } from './dialect.js';
import type { OrderAnswer } from './wire.js';

/** The most that a page of either exchange holds, where it is asked for by number. */
const PAGE = 100;

/**
 * Reads a list page by page until one is not full, or `isEnough`. A server that ignores the page's number
 * would answer the first one for ever: a page that brings nothing new is the last.
 */
export async function readPages(
  read: ReadPage,
  parameters: Parameters,
  isEnough: (page: readonly OrderAnswer[]) => boolean = () => false,
): Promise<OrderAnswer[]> {
  const found = new Map<string, OrderAnswer>();
  for (let number = 1; ; number += 1) {
    const page = await read({ ...parameters, page: String(number), limit: String(PAGE) });
    const before = found.size;
    for (const order of page) found.set(order.uuid, order);
    if (page.length < PAGE || found.size === before || isEnough(page)) return [...found.values()];
  }
}
