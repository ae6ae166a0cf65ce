import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolveOrder } from '../../activities/order/resolve-order.js';
import { verifyOrder } from '../../activities/order/verify-order.js';
import { notePresent, noteMissing } from '../../src/books/missing-orders.js';
import {
  giveUpSubmission,
  markUnknown,
  submissionOf,
  type Submission,
} from '../../src/books/submissions.js';
import type { OrderRequest } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import { BareSteps } from '../kit/ledger/bare-steps.js';

let steps: BareSteps;

beforeAll(async () => {
  steps = await BareSteps.open();
});
afterAll(() => steps?.close());

/** An order that was sent, of which the exchange said three times that it does not know it. */
async function unclear(clientOrderId: string): Promise<OrderRequest> {
  const request = await steps.deliver(clientOrderId);
  await steps.claim(request);
  await markUnknown(steps.database.db, request);
  return request;
}

/** Asks for the fourth time. `meanwhile` happens while the answer "not found" is on its way. */
function resolve(
  request: OrderRequest,
  staleAfterMs: number,
  meanwhile: () => Promise<unknown>,
): Promise<OrderProgress> {
  const fetchOrder = () => meanwhile().then(() => null);
  return resolveOrder(steps.dependencies({ fetchOrder }), {
    request,
    staleAfterMs,
    isWithdrawn: false,
    timesNotFound: 3,
  });
}

const submission = (request: OrderRequest): Promise<Submission> =>
  submissionOf(steps.database.db, request);

// Fresh, it would be sent again; stale, it would end as never arrived.
it.each([
  ['fresh', 600_000],
  ['stale', 0],
])('a stall after the question is no time that was waited: a %s alert', async (name, staleMs) => {
  const request = await unclear(`stalled-${name}`);
  const progress = await resolve(request, staleMs, () => steps.age(request.clientOrderId, '13 s'));
  expect(progress.status).toBe('UNKNOWN');
  expect((await submission(request)).mark).not.toBeNull();
});

it.each([
  ['fresh', 600_000],
  ['stale', 0],
])('"not found" says nothing about a claim made since: a %s alert', async (name, staleMs) => {
  const request = await unclear(`claimed-since-${name}`);
  await steps.age(request.clientOrderId, '13 s');
  const progress = await resolve(request, staleMs, async () => {
    const { mark } = await submission(request);
    await giveUpSubmission(steps.database.db, request, mark);
    await steps.claim(request);
    await markUnknown(steps.database.db, request);
    await steps.age(request.clientOrderId, '14 s');
  });
  expect(progress.status).toBe('UNKNOWN');
  expect((await submission(request)).mark).not.toBeNull();
});

it('"not found" says nothing once another step has proof of the order', async () => {
  const request = await unclear('proven-since');
  await steps.age(request.clientOrderId, '13 s');
  const progress = await resolve(request, 0, () => markUnknown(steps.database.db, request, true));
  expect(progress.status).toBe('UNKNOWN');
  expect(await submission(request)).toMatchObject({ isProven: true });
});

it('an order that is listed again while its fills are read does not end as forgotten', async () => {
  const order = await steps.accepted('listed-again', '44');
  const { db, sql } = steps.database;
  await noteMissing(db, order);
  await sql`update open_orders set missing_since = now() - interval '1 hour'
    where client_order_id = 'listed-again'`;
  const deps = steps.dependencies({
    fetchOrder: () => Promise.resolve(null),
    fetchFills: () => notePresent(db, 1, ['listed-again']).then(() => []),
  });
  const known: OrderProgress = {
    status: 'NEW',
    exchangeOrderId: '44',
    filledQuantity: '0',
    isIncomplete: false,
    timesNotFound: 10,
  };
  const progress = await verifyOrder(deps, { order, updates: [], source: 'sync', known });
  expect(progress.status).toBe('NEW');
  expect(await sql`select status from open_orders where client_order_id = 'listed-again'`).toEqual([
    { status: 'NEW' },
  ]);
});
