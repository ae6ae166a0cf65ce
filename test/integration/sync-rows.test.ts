import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Dependencies } from '../../activities/dependencies.js';
import { syncAccount } from '../../activities/account/sync-account.js';
import { openOrders } from '../../drizzle/schema.js';
import { addAccount } from '../../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../../src/accounts/strategies.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { Secret } from '../../src/observability/secret.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await database?.close();
});

/** The list holds one readable order, filled further than known, and one that cannot be read. */
const fetchOpenOrders: ExchangeRest['fetchOpenOrders'] = (_symbols, onUnreadable) => {
  onUnreadable?.('binance GET openOrders: a row');
  const view = { clientOrderId: 'read', exchangeOrderId: '1', status: 'PARTIALLY_FILLED' } as const;
  return Promise.resolve([{ ...view, symbol: 'BTC/USDT', filledQuantity: '0.5', terms: null }]);
};

it('compares the orders that can be read, asks for ours that cannot, and logs it', async () => {
  const { db } = database;
  const key = new Secret(Buffer.alloc(32, 7));
  const { id: accountId } = await addAccount(db, key, {
    name: 'rows',
    exchange: 'binance',
    marketType: 'SPOT',
    streamUrl: null,
    restUrl: 'http://127.0.0.1:1',
    credentials: { apiKey: 'k', secret: 's' },
  });
  const { id: strategyId } = await addStrategy(
    ...([db, key, { name: 'rows', accountId }, newStrategySecrets()] as const),
  );
  for (const [clientOrderId, exchangeOrderId] of [
    ['read', '1'],
    ['unread', '2'],
  ] as const) {
    await db.insert(openOrders).values({
      accountId,
      strategyId,
      clientOrderId,
      exchangeOrderId,
      symbol: 'BTC/USDT',
      marketType: 'SPOT',
      side: 'BUY',
      orderType: 'LIMIT',
      timeInForce: 'GTC',
      price: '100',
      quantity: '1',
      status: 'NEW',
    });
  }
  const nudged: string[] = [];
  const errors: unknown[] = [];
  const deps = {
    db,
    gateway: { restFor: () => Promise.resolve({ fetchOpenOrders }) },
    orders: {
      nudge: (order: { clientOrderId: string }) => {
        nudged.push(order.clientOrderId);
        return Promise.resolve(true);
      },
    },
    log: { error: (fields: unknown) => errors.push(fields) },
  } as unknown as Dependencies;
  const report = await syncAccount(deps, { accountId, failingForMs: 0 });
  expect(report).toEqual({ inserted: [], updated: ['read'], resolved: ['unread'] });
  expect(nudged.sort()).toEqual(['read', 'unread']);
  expect(errors).toEqual([{ accountId, problem: 'binance GET openOrders: a row' }]);
});
