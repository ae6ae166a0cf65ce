import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolveOrder } from '../../activities/order/resolve-order.js';
import { holdRefusal, markUnknown } from '../../src/books/submissions.js';
import type { OrderRequest, Refusal } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import { BareSteps } from '../kit/ledger/bare-steps.js';

let steps: BareSteps;

beforeAll(async () => {
  steps = await BareSteps.open();
});
afterAll(() => steps?.close());

const refusal: Refusal = { status: 'REJECTED', code: '-2010', reason: 'refused the second time' };

/** Why an order that may have arrived is not sent again, and as what it ends. */
interface NotSentAgain {
  readonly why: string;
  readonly isWithdrawn?: boolean;
  readonly isTooOld?: boolean;
  readonly refusal?: Refusal;
  readonly end: object;
}

const NOT_SENT_AGAIN: readonly NotSentAgain[] = [
  {
    why: 'withdrawn',
    isWithdrawn: true,
    end: { status: 'DENIED', reason: expect.stringMatching(/^ORDER_WITHDRAWN: /) },
  },
  {
    why: 'too old',
    isTooOld: true,
    end: { status: 'DENIED', reason: expect.stringMatching(/^ORDER_NEVER_ARRIVED: /) },
  },
  { why: 'refused later', refusal, end: { status: 'REJECTED', reason: refusal.reason } },
];

/** Asks for the fifth time about an order that was sent some time ago, and is not found. */
async function askedAfter(
  ago: string,
  { why, isWithdrawn = false, isTooOld = false, refusal }: Omit<NotSentAgain, 'end'>,
): Promise<OrderProgress> {
  const request: OrderRequest = await steps.deliver(`${why}-${ago}`);
  const { mark } = await steps.claim(request);
  const { db } = steps.database;
  await markUnknown(db, request);
  if (refusal) await holdRefusal(db, request, mark, refusal);
  await steps.age(request.clientOrderId, ago);
  const rest = { fetchOrder: () => Promise.resolve(null) };
  const staleAfterMs = isTooOld ? 0 : 600_000;
  const asked = { request, staleAfterMs, isWithdrawn, timesNotFound: 4 };
  return resolveOrder(steps.dependencies(rest), asked);
}

it('an order that never arrived is sent again after some seconds, since a trade waits for it', async () => {
  expect(await askedAfter('11 s', { why: 'fresh' })).toMatchObject({ status: 'UNKNOWN' });
  expect(await askedAfter('13 s', { why: 'fresh' })).toMatchObject({ status: 'PENDING' });
});

for (const each of NOT_SENT_AGAIN) {
  it(`an order that is not to be sent again may turn up for a minute before it ends: ${each.why}`, async () => {
    expect(await askedAfter('58 s', each)).toMatchObject({ status: 'UNKNOWN' });
    expect(await askedAfter('61 s', each)).toMatchObject(each.end);
  });
}
