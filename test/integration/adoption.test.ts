import { expect, it } from 'vitest';
import { failedOrders } from '../../drizzle/schema.js';
import { adoptOpenOrder } from '../../src/books/adopt-order.js';
import { orderByHand } from '../kit/desk/outside-order.js';
import { useBareBooks, type BareBooks } from '../kit/ledger/bare-books.js';

let books: BareBooks;
useBareBooks('SPOT', (opened) => (books = opened));

const adopt = (clientOrderId: string): Promise<boolean> => {
  const { accountId } = books;
  const account = { accountId, exchange: 'binance', marketType: 'SPOT' as const };
  const keys = { restUrl: 'http://127.0.0.1:1', apiKey: 'k', secret: 's' };
  const terms = { symbol: 'BTCUSDT', side: 'buy', type: 'limit', quantity: '1', price: '100' };
  const request = orderByHand({ ...account, ...keys }, clientOrderId, terms);
  return adoptOpenOrder(books.database.db, request, '7', null);
};

const recorded = (clientOrderId: string): Promise<readonly object[]> => books.database.sql`
  select 'open' as what from open_orders where client_order_id = ${clientOrderId}
  union all select type from order_events where client_order_id = ${clientOrderId}`;

it('records an order that no table knows, once', async () => {
  expect(await adopt('unknown')).toBe(true);
  expect(await adopt('unknown')).toBe(false);
  expect(await recorded('unknown')).toEqual([{ what: 'open' }, { what: 'order_created' }]);
});

it('leaves an order alone that has ended since somebody found it missing', async () => {
  await books.database.db.insert(failedOrders).values({
    accountId: books.accountId,
    clientOrderId: 'ended',
    symbol: 'BTC/USDT',
    marketType: 'SPOT',
    side: 'BUY',
    orderType: 'LIMIT',
    price: '100',
    quantity: '1',
    status: 'cancelled',
    reason: 'cancelled on the exchange',
  });
  expect(await adopt('ended')).toBe(false);
  expect(await recorded('ended')).toEqual([]);
});
