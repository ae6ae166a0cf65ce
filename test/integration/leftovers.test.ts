import { afterAll, beforeAll, expect, it } from 'vitest';
import { tradeExecutions } from '../../drizzle/schema.js';
import { noteInferredAsked } from '../../src/books/inferred.js';
import { dropSettledLeftovers, noteLeftoverTried } from '../../src/books/leftovers.js';
import { moveCursor } from '../../src/books/trade-cursors.js';
import { inferredExecutions } from '../../src/queries/inferred-executions.js';
import { waitingLeftovers } from '../../src/queries/leftover-orders.js';
import { marketsToScan } from '../../src/queries/scanned-markets.js';
import { unrecordedFills } from '../../src/queries/unrecorded-fills.js';
import { BareBooks } from '../kit/ledger/bare-books.js';

const symbol = 'BTC/USDT';
const executedAt = '2026-03-01T12:00:00.000Z';
/** More than Postgres takes as parameters of one statement. */
const MANY = 70_000;

let books: BareBooks;
beforeAll(async () => {
  books = await BareBooks.open('SPOT');
});
afterAll(() => books.database.close());

const listed = (order: string, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    exchangeOrderId: order,
    exchangeTradeId: String(from + index),
    executedAt,
  }));

async function record(exchangeOrderId: string, ids: readonly string[], changes: object = {}) {
  await books.database.db.insert(tradeExecutions).values(
    ids.map((exchangeTradeId) => ({
      accountId: books.accountId,
      clientOrderId: `c-${exchangeOrderId}`,
      symbol,
      marketType: 'SPOT' as const,
      side: 'BUY' as const,
      exchangeOrderId,
      exchangeTradeId,
      executionPrice: '100',
      executionQuantity: '1',
      source: 'stream' as const,
      executedAt,
      ...changes,
    })),
  );
}

it('asks for any number of fills in one statement', async () => {
  const { db } = books.database;
  await record('1', ['5', '7']);
  const missing = await unrecordedFills(db, books.accountId, symbol, listed('1', 1, MANY));
  expect(missing).toHaveLength(MANY - 2);
});

it('keeps what is missing with the cursor that passes it, until it is recorded', async () => {
  const { db } = books.database;
  const { accountId } = books;
  const market = { accountId, symbol };
  const mark = { exchangeTradeId: '900', executedAt };
  const missing = [...listed('2', 800, 3), ...listed('3', 810, MANY)];
  await moveCursor(db, market, mark, missing);
  await moveCursor(db, market, mark, listed('2', 802, 2));
  const [scanned] = await marketsToScan(db, accountId);
  expect(scanned).toMatchObject({ symbol, from: mark });
  const orders = async () =>
    (await waitingLeftovers(db, accountId, 9)).map((each) => each.exchangeOrderId);
  expect((await orders()).sort()).toEqual(['2', '3']);
  await record('2', ['800', '801', '802']);
  await dropSettledLeftovers(db, accountId);
  expect((await orders()).sort()).toEqual(['2', '3']);
  // Another source names the last one by another id.
  await record('2', ['s-803'], { aliasTradeId: '803' });
  await dropSettledLeftovers(db, accountId);
  expect(await orders()).toEqual(['3']);
});

it('has orders with missing fills take turns', async () => {
  const { db } = books.database;
  const { accountId } = books;
  const mark = { exchangeTradeId: '901', executedAt };
  await moveCursor(db, { accountId, symbol }, mark, listed('4', 1, 1));
  for (const expected of ['3', '4', '3', '4']) {
    const [next] = await waitingLeftovers(db, accountId, 1);
    expect(next?.exchangeOrderId).toBe(expected);
    await noteLeftoverTried(db, { accountId, symbol, exchangeOrderId: expected });
  }
});

it('has inferred executions take turns, however many there are', async () => {
  const { db } = books.database;
  for (let order = 100; order < 112; order += 1) {
    await record(String(order), ['inferred'], { isInferred: true });
  }
  const asked = new Set<number>();
  for (let round = 0; round < 3; round += 1) {
    for (const { id } of await inferredExecutions(db, books.accountId, 5)) {
      asked.add(id);
      await noteInferredAsked(db, id);
    }
  }
  expect(asked.size).toBe(12);
});
