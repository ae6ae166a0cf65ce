import { expect, it } from 'vitest';
import { syncAccount } from '../../activities/account/sync-account.js';
import type { Dependencies } from '../../activities/dependencies.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { useBareBooks, type BareBooks } from '../kit/ledger/bare-books.js';

let books: BareBooks;
useBareBooks('SPOT', (bare) => (books = bare));

/** The list holds one readable order, filled further than known, and one that cannot be read. */
const fetchOpenOrders: ExchangeRest['fetchOpenOrders'] = (_symbols, onUnreadable) => {
  onUnreadable?.('binance GET openOrders: a row');
  const view = { clientOrderId: 'read', exchangeOrderId: '1', status: 'PARTIALLY_FILLED' } as const;
  return Promise.resolve([{ ...view, symbol: 'BTC/USDT', filledQuantity: '0.5', terms: null }]);
};

it('compares the orders that can be read, asks for ours that cannot, and logs it', async () => {
  const { accountId, database } = books;
  const strategyId = await books.strategy('rows');
  await books.openOrder({ strategyId, clientOrderId: 'read', exchangeOrderId: '1' });
  await books.openOrder({ strategyId, clientOrderId: 'unread', exchangeOrderId: '2' });
  const woken: string[] = [];
  const errors: unknown[] = [];
  const deps = {
    db: database.db,
    gateway: { restFor: () => Promise.resolve({ fetchOpenOrders }) },
    orders: {
      wake: (order: { clientOrderId: string }) => {
        woken.push(order.clientOrderId);
        return Promise.resolve(true);
      },
    },
    failures: { succeeded: () => Promise.resolve() },
    log: { error: (fields: unknown) => errors.push(fields) },
  } as unknown as Dependencies;
  const report = await syncAccount(deps, { accountId, failingForMs: 0 });
  expect(report).toEqual({ inserted: [], updated: ['read'], resolved: ['unread'] });
  expect(woken.sort()).toEqual(['read', 'unread']);
  expect(errors).toEqual([{ accountId, problem: 'binance GET openOrders: a row' }]);
});
