import { afterAll, beforeAll, expect, it } from 'vitest';
import { FailureWatch } from '../../src/alerts/failure-watch.js';
import { createLogger } from '../../src/observability/log.js';
import { BareBooks } from '../kit/ledger/bare-books.js';

let books: BareBooks;
beforeAll(async () => {
  books = await BareBooks.open('SPOT');
});
afterAll(() => books.database.close());

let now = Date.parse('2026-03-01T12:00:00Z');
const log = createLogger('worker', 'fatal');
const watch = () => new FailureWatch(books.database.db, log, () => now);
const told = (activity: string) => books.database.sql<{ message: string; account_id: number }[]>`
  select message, account_id from alerts where subject like ${`${activity} %`} order by id`;

/** A step fails, and again after each pause. */
async function failing(under: FailureWatch, activity: string, pausesMs: readonly number[]) {
  const step = { activity, accountId: books.accountId };
  await under.failed(step, new Error('too many parameters'), now);
  for (const pauseMs of pausesMs) {
    now += pauseMs;
    await under.failed(step, new Error('too many parameters'), now);
  }
}

it('tells of a step that has been failing for a minute, once a day', async () => {
  const under = watch();
  await failing(under, 'scanTrades', [30_000, 29_000]);
  expect(await told('scanTrades')).toEqual([]);
  await failing(under, 'scanTrades', [2_000, 40_000, 40_000]);
  const [alert, ...more] = await told('scanTrades');
  expect(alert?.message).toMatch(
    /scanTrades of account \d+ has been failing for 6\d s.*parameters/,
  );
  expect(more).toEqual([]);
});

it('tells nothing of failures between which the step worked, or that are far apart', async () => {
  const under = watch();
  for (let each = 0; each < 5; each += 1) {
    await failing(under, 'syncAccount', [30_000]);
    await under.succeeded({ activity: 'syncAccount', accountId: books.accountId });
  }
  await failing(under, 'wakeOrders', [600_000, 600_000]);
  expect([...(await told('syncAccount')), ...(await told('wakeOrders'))]).toEqual([]);
});

it('tells of a step of no account, and of attempts that began long ago', async () => {
  const step = { activity: 'sweep', accountId: null };
  await watch().failed(step, new Error('the attempt has not ended yet'), now - 80_000);
  expect(await told('sweep')).toMatchObject([{ account_id: 0 }]);
});

it('keeps an alert that the database could not take, until it can', async () => {
  const under = watch();
  const { sql } = books.database;
  await sql`alter table alerts rename to alerts_away`;
  await failing(under, 'holdStream', [61_000]);
  await sql`alter table alerts_away rename to alerts`;
  await under.succeeded({ activity: 'holdStream', accountId: books.accountId });
  expect(await told('holdStream')).toHaveLength(1);
});
