import type { Sql } from 'postgres';
import type { VenueLedger } from '../../../src/demo/venue-control.js';
import type { DeskAccount } from '../desk/open-desk.js';
import { isFromOutside } from '../desk/outside-order.js';
import type { Scene } from './scene.js';

/** The exchange's books of one account. */
export interface Book {
  readonly desk: DeskAccount;
  readonly ledger: VenueLedger;
}

const OPEN = ['NEW', 'PARTIALLY_FILLED'];

/** Reads the exchange's books of all accounts. */
export async function readBooks({ product, desks }: Scene): Promise<Book[]> {
  return Promise.all(
    desks.map(async (desk) => ({
      desk,
      ledger: await product.venue.ledger(desk.market, desk.apiKey),
    })),
  );
}

/** Returns an account's orders that may still change. */
export function openOrdersOf({ ledger }: Book): VenueLedger['orders'] {
  return ledger.orders.filter(({ status }) => OPEN.includes(status));
}

/**
 * Leaves out orders from outside that ended without a fill before we noticed them. Placed and
 * cancelled between two comparisons, they changed nothing that must be recorded.
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
