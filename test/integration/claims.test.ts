import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimSubmission, renewClaim, type WonClaim } from '../../src/books/claims.js';
import {
  giveUpSubmission,
  holdRefusal,
  markUnknown,
  refuseSubmission,
  releaseSubmission,
  submissionOf,
} from '../../src/books/submissions.js';
import type { OrderRequest, Refusal } from '../../src/domain/order.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
  await database.sql`insert into accounts (name, exchange, market_type, credentials)
    values ('a', 'binance', 'SPOT', 'none')`;
});
afterAll(async () => {
  await database?.close();
});

const requestOf = (clientOrderId: string): OrderRequest => ({
  accountId: 1,
  accountName: 'a',
  strategyId: null,
  clientOrderId,
  symbol: 'BTC/USDT',
  marketType: 'SPOT',
  side: 'BUY',
  orderType: 'MARKET',
  quantity: '1',
  price: null,
  timeInForce: 'GTC',
  reduceOnly: false,
  receivedAt: new Date().toISOString(),
});

const refusal: Refusal = { status: 'REJECTED', code: '-2010', reason: 'no balance' };

async function claim(request: OrderRequest): Promise<WonClaim> {
  const won = await claimSubmission(database.db, request);
  if (won.kind !== 'submit') throw new Error(`expected to win the claim, was "${won.kind}"`);
  return won;
}

/** What a step that was frozen under an earlier claim may still do when it wakes. */
const STALE: readonly [string, (request: OrderRequest, stale: WonClaim) => Promise<unknown>][] = [
  ['release', (request, { mark }) => releaseSubmission(database.db, request, mark)],
  ['give up', (request, { mark }) => giveUpSubmission(database.db, request, mark)],
  ['give up what nobody held', (request) => giveUpSubmission(database.db, request, null)],
  ['refuse', (request, { mark }) => refuseSubmission(database.db, request, mark, refusal)],
  ['hold the refusal of', (request, { mark }) => holdRefusal(database.db, request, mark, refusal)],
  ['renew', (request, { mark }) => renewClaim(database.db, request, mark)],
];

it.each(STALE)('a step whose claim was overtaken cannot %s the later one', async (name, act) => {
  const request = requestOf(`stale-${name.replaceAll(' ', '-')}`);
  const stale = await claim(request);
  expect(await giveUpSubmission(database.db, request, stale.mark)).toBe(true);
  const later = await claim(request);
  const before = await submissionOf(database.db, request);
  expect(before.mark).toBe(later.mark);
  expect(await act(request, stale)).not.toBe(true);
  const after = await submissionOf(database.db, request);
  expect({ ...after, ageMs: 0 }).toEqual({ ...before, ageMs: 0 });
  expect(await claimSubmission(database.db, request)).toEqual({ kind: 'ask' });
});

it('a step whose claim is the latest releases it, whether or not it is unclear by then', async () => {
  const request = requestOf('released');
  const { mark } = await claim(request);
  await markUnknown(database.db, request);
  expect(await releaseSubmission(database.db, request, mark)).toBe(true);
  expect(await submissionOf(database.db, request)).toMatchObject({ mark: null, ageMs: null });
  expect(await claim(request)).toMatchObject({ isFirst: false, isDoubtful: false });
});

it('a claim that is renewed has a new mark, under which alone it can be given back', async () => {
  const request = requestOf('renewed');
  const { mark } = await claim(request);
  const renewed = await renewClaim(database.db, request, mark);
  if (renewed === undefined) throw new Error('the latest claim must be renewable');
  expect(renewed).not.toBe(mark);
  expect(await releaseSubmission(database.db, request, mark)).toBe(false);
  expect(await refuseSubmission(database.db, request, renewed, refusal)).toBe(true);
  expect(await claimSubmission(database.db, request)).toEqual({ kind: 'known' });
  expect(await refuseSubmission(database.db, request, renewed, refusal)).toBe(false);
});

it.each(STALE)(
  'a step cannot %s an order of which the exchange is known to have it',
  async (name, act) => {
    const request = requestOf(`proven-${name.replaceAll(' ', '-')}`);
    const won = await claim(request);
    await markUnknown(database.db, request, true);
    const before = await submissionOf(database.db, request);
    expect(await act(request, won)).not.toBe(true);
    expect({ ...(await submissionOf(database.db, request)), ageMs: 0 }).toEqual({
      ...before,
      ageMs: 0,
    });
  },
);
