import { expect } from 'vitest';
import type { Answer } from '../answer.js';
import type { Product } from './product.js';

/** Expects an answer to be problem JSON with a status, a code and words for people. */
export function expectProblem(answer: Answer, status: number | RegExp): void {
  expect(String(answer.status)).toMatch(status instanceof RegExp ? status : String(status));
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({
    status: answer.status,
    code: expect.stringMatching(/^[A-Z0-9_]+$/),
    detail: expect.any(String),
  });
}

/** Expects a product to be alive, and to have no order and no row of any kind. */
export async function expectNothingHappened(product: Product): Promise<void> {
  const [counts] = await product.sql`
    select (select count(*) from webhook_deliveries)::int as deliveries,
           (select count(*) from open_orders)::int as open,
           (select count(*) from trades)::int as trades,
           (select count(*) from failed_orders)::int as failed,
           (select count(*) from order_events)::int as events`;
  expect(counts).toEqual({ deliveries: 0, open: 0, trades: 0, failed: 0, events: 0 });
  expect((await product.desks.spot.ledger()).orders).toEqual([]);
  expect((await fetch(`${product.edge.origin}/livez`)).status).toBe(200);
}
