import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeOrder } from '../../activities/order/place-order.js';
import { deleteFailedOrder } from '../../src/books/failed-orders.js';
import { refuseSubmission } from '../../src/books/submissions.js';
import type { Observation } from '../../src/books/observation.js';
import { settleOrder } from '../../src/books/settle-order.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { eventually } from '../kit/eventually.js';
import { BareSteps } from '../kit/ledger/bare-steps.js';
import { instantAt, makeFill } from '../kit/ledger/make-fill.js';

let steps: BareSteps;

beforeAll(async () => {
  steps = await BareSteps.open();
});
afterAll(() => steps?.close());

/** A late fill of half a coin, and what it adds up to. The report names no terms. */
function lateFill(exchangeOrderId: string, number: number, filledQuantity: string): Observation {
  return {
    view: { exchangeOrderId, status: 'EXPIRED', filledQuantity },
    fills: [
      makeFill({
        exchangeTradeId: `${exchangeOrderId}-${number}`,
        quantity: '0.5',
        executedAt: instantAt(number * 1_000),
      }),
    ],
    source: 'stream',
  };
}

it('two late fills at once keep how the order ended and what it asked for', async () => {
  const order = await steps.accepted('late-twice', '55');
  const { db, sql } = steps.database;
  const current = { quantity: '2', price: '100', asOf: '2026-01-01T00:00:00.000Z' };
  const ended = { exchangeOrderId: '55', status: 'EXPIRED', filledQuantity: '0', current } as const;
  await settleOrder(db, order, { view: ended, fills: [], source: 'sync' });
  // Both steps come to the row of the outcome, and wait there for each other.
  const { settled } = await sql.begin(async (tx) => {
    await tx`select from failed_orders where client_order_id = 'late-twice' for update`;
    const both = [lateFill('55', 1, '0.5'), lateFill('55', 2, '1')];
    const settled = Promise.all(both.map((seen) => settleOrder(db, order, seen)));
    await eventually('both wait', async () => {
      const waiting = await sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return waiting.length === 2;
    });
    return { settled };
  });
  await settled;
  const outcomes = await sql`
    select status, quantity::text, order_quantity::text from trades
    where client_order_id = 'late-twice'`;
  expect(outcomes).toEqual([{ status: 'EXPIRED', quantity: '1', order_quantity: '2' }]);
});

it('a refused order whose failure an operator has deleted is not sent again', async () => {
  const { db, sql } = steps.database;
  const request = await steps.deliver('deleted');
  const { mark } = await steps.claim(request);
  const refusal = { status: 'REJECTED', code: '-2010', reason: 'no balance' } as const;
  expect(await refuseSubmission(db, request, mark, refusal)).toBe(true);
  const [failed] = await sql`select id from failed_orders where client_order_id = 'deleted'`;
  expect(await deleteFailedOrder(db, Number(failed?.id))).toBe(true);
  let timesSent = 0;
  const deps = steps.dependencies({
    fetchOrder: () => Promise.resolve(null),
    submitOrder: () => {
      timesSent += 1;
      return Promise.reject(new ExchangeFailure('refused', 'denied'));
    },
  });
  const progress = await placeOrder(deps, { request, staleAfterMs: 600_000 });
  expect(timesSent).toBe(0);
  expect(progress.status).toBe('CANCELLED');
  expect(await sql`select from open_orders where client_order_id = 'deleted'`).toEqual([]);
});
