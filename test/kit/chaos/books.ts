import type { Sql } from 'postgres';
import type { Ledger } from '../ledger/expect-ledger.js';
import type { ChaosDesk } from './desk.js';
import type { Scene } from './scene.js';

/** What the exchange says of one account. */
export interface Book {
  readonly desk: ChaosDesk;
  readonly ledger: Ledger;
}

const OPEN = ['NEW', 'PARTIALLY_FILLED'];
const ANSWER_WITHIN_MS = 15_000;

/** Reads the exchange's books of all accounts. */
export async function readBooks({ stack, desks }: Scene): Promise<Book[]> {
  return Promise.all(
    desks.map(async (desk) => {
      const query = new URLSearchParams({ apiKey: desk.apiKey, market: desk.market });
      const response = await fetch(`${stack.urls.venue}/control/ledger?${query.toString()}`, {
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return { desk, ledger: (await response.json()) as Ledger };
    }),
  );
}

/** Returns an account's orders that may still change. */
export function openOrdersOf({ ledger }: Book): Ledger['orders'] {
  return ledger.orders.filter(({ status }) => OPEN.includes(status));
}

/** Tells whether an order was given to the exchange behind our back. */
export function isFromOutside(clientOrderId: string): boolean {
  return clientOrderId.startsWith('byhand-');
}

/**
 * Leaves out what came from outside, ended without a fill and was not taken up: whoever placed it between
 * two comparisons and cancelled it changed nothing that has to be recorded.
 */
export async function withoutUnheard(sql: Sql, { desk, ledger }: Book): Promise<Book> {
  const failed = await sql<{ id: string }[]>`
    select client_order_id as id from failed_orders where account_id = ${desk.accountId}`;
  const known = new Set(failed.map(({ id }) => id));
  const orders = ledger.orders.filter(
    ({ clientOrderId, status, filledQuantity }) =>
      !isFromOutside(clientOrderId) ||
      OPEN.includes(status) ||
      filledQuantity !== '0' ||
      known.has(clientOrderId),
  );
  return { desk, ledger: { ...ledger, orders } };
}

/** Counts orders, fills and open orders of all accounts. */
export function countsOf(books: readonly Book[]): { orders: number; fills: number; open: number } {
  const sum = (count: (book: Book) => number): number =>
    books.reduce((total, book) => total + count(book), 0);
  return {
    orders: sum(({ ledger }) => ledger.orders.length),
    fills: sum(({ ledger }) => ledger.fills.length),
    open: sum((book) => openOrdersOf(book).length),
  };
}
