import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../drizzle/database.js';
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
import { BareSteps } from '../kit/ledger/bare-steps.js';

let steps: BareSteps;
let db: Database;

beforeAll(async () => {
  steps = await BareSteps.open();
  ({ db } = steps.database);
});
afterAll(() => steps?.close());

const refusal: Refusal = { status: 'REJECTED', code: '-2010', reason: 'no balance' };

/** What a step that was frozen under an earlier claim may still do when it wakes. */
const STALE: readonly [string, (request: OrderRequest, stale: WonClaim) => Promise<unknown>][] = [
  ['release', (request, { mark }) => releaseSubmission(db, request, mark)],
  ['give up', (request, { mark }) => giveUpSubmission(db, request, mark)],
  ['give up what nobody held', (request) => giveUpSubmission(db, request, null)],
  ['refuse', (request, { mark }) => refuseSubmission(db, request, mark, refusal)],
  ['hold the refusal of', (request, { mark }) => holdRefusal(db, request, mark, refusal)],
  ['renew', (request, { mark }) => renewClaim(db, request, mark)],
];

it.each(STALE)('a step whose claim was overtaken cannot %s the later one', async (name, act) => {
  const request = await steps.deliver(`stale-${name.replaceAll(' ', '-')}`);
  const stale = await steps.claim(request);
  expect(await giveUpSubmission(db, request, stale.mark)).toBe(true);
  const later = await steps.claim(request);
  const before = await submissionOf(db, request);
  expect(before.mark).toBe(later.mark);
  expect(await act(request, stale)).not.toBe(true);
  const after = await submissionOf(db, request);
  expect({ ...after, ageMs: 0 }).toEqual({ ...before, ageMs: 0 });
  expect(await claimSubmission(db, request)).toEqual({ kind: 'ask' });
});

it('a step whose claim is the latest releases it, whether or not it is unclear by then', async () => {
  const request = await steps.deliver('released');
  const { mark } = await steps.claim(request);
  await markUnknown(db, request);
  expect(await releaseSubmission(db, request, mark)).toBe(true);
  expect(await submissionOf(db, request)).toMatchObject({ mark: null, ageMs: null });
  expect(await steps.claim(request)).toMatchObject({ isFirst: false, isDoubtful: false });
});

it('a claim that is renewed has a new mark, under which alone it can be given back', async () => {
  const request = await steps.deliver('renewed');
  const { mark } = await steps.claim(request);
  const renewed = await renewClaim(db, request, mark);
  if (renewed === undefined) throw new Error('the latest claim must be renewable');
  expect(renewed).not.toBe(mark);
  expect(await releaseSubmission(db, request, mark)).toBe(false);
  expect(await refuseSubmission(db, request, renewed, refusal)).toBe(true);
  expect(await claimSubmission(db, request)).toEqual({ kind: 'known' });
  expect(await refuseSubmission(db, request, renewed, refusal)).toBe(false);
});

it.each(STALE)(
  'a step cannot %s an order of which the exchange is known to have it',
  async (name, act) => {
    const request = await steps.deliver(`proven-${name.replaceAll(' ', '-')}`);
    const won = await steps.claim(request);
    await markUnknown(db, request, true);
    const before = await submissionOf(db, request);
    expect(await act(request, won)).not.toBe(true);
    expect({ ...(await submissionOf(db, request)), ageMs: 0 }).toEqual({
      ...before,
      ageMs: 0,
    });
  },
);
