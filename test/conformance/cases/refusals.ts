import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import { newRefusal } from '../../kit/desk/new-refusal.js';
import { eventually } from '../../kit/eventually.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** An unclear submission is sent again after twelve seconds and more. */
const SENT_WITHIN_MS = 90_000;
const FOUND_WITHIN_MS = 90_000;
/** It is asked about for a minute more. */
const GIVEN_UP_WITHIN_MS = 160_000;

/** Sends an order that is refused once, and returns it when it is given up. */
async function refusedOnce(desk: Desk): Promise<string> {
  await desk.switchOn('refuse-create', { refusal: newRefusal(desk.plan.exchange), times: 1 });
  const order = await desk.alert(desk.limit);
  await desk.stands(order, 'REJECTED');
  return order;
}

const timesSent = (desk: Desk): Promise<number> =>
  desk.timesAsked(`POST ${desk.plan.paths.create}`);

/** Submissions that the exchange refuses. */
export const refusals: readonly ConformanceCase[] = [
  {
    name: 'refused under a code that no table lists: sent once, with its code and words',
    async play(desk: Desk): Promise<void> {
      const { code, message } = newRefusal(desk.plan.exchange);
      const order = await refusedOnce(desk);
      const { sql } = desk.product;
      const [failed] = await sql<{ code: string; reason: string }[]>`
        select code, reason from failed_orders where client_order_id = ${order}`;
      expect(failed?.code).toBe(String(code));
      expect(failed?.reason).toContain(message);
      const [event] = await sql<{ reason: string }[]>`
        select data ->> 'reason' as reason from order_events
        where client_order_id = ${order} and type = 'order_rejected'`;
      expect(event?.reason).toBe(failed?.reason);
      expect(await timesSent(desk)).toBe(1);
    },
  },
  {
    name: 'refused, and not sent again when its reason is gone',
    async play(desk: Desk): Promise<void> {
      const refused = await refusedOnce(desk);
      const next = await desk.rest();
      await desk.fill(next);
      await desk.stands(next, 'FILLED');
      expect(await desk.statusOf(refused)).toBe('REJECTED');
      expect(await timesSent(desk)).toBe(2);
      expect((await desk.ledger()).orders).toMatchObject([{ clientOrderId: next }]);
    },
  },
  {
    name: 'refused when sent again, while the first submission is not shown yet: it lives',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      // Longer than it takes to give the first one up: reads of some exchanges have lagged so far.
      await desk.switchOn('not-found-after-create', { ms: 20_000, forMs: 40_000 });
      await desk.switchOn('unavailable-executed', { times: 1 });
      await desk.switchOn('refuse-create', { refusal: newRefusal(desk.plan.exchange), times: 1 });
      const order = await desk.alert(desk.limit);
      await desk.stands(order, 'UNKNOWN');
      await eventually(
        'it is sent again',
        async () => (await timesSent(desk)) === 2,
        SENT_WITHIN_MS,
      );
      await eventually(
        'it is found',
        async () => (await desk.statusOf(order)) === 'NEW',
        FOUND_WITHIN_MS,
      );
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
      const { sql } = desk.product;
      const failed = await sql`select 1 from failed_orders where client_order_id = ${order}`;
      expect(failed, 'failed orders').toHaveLength(0);
      expect(await timesSent(desk)).toBe(2);
    },
  },
  {
    name: 'refused when sent again, and the first submission never arrived: it ends with those words',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const refusal = newRefusal(desk.plan.exchange);
      await desk.switchOn('unavailable-not-executed', { times: 1 });
      await desk.switchOn('refuse-create', { refusal, times: 1 });
      const order = await desk.alert(desk.limit);
      await eventually(
        'it is given up',
        async () => (await desk.statusOf(order)) === 'REJECTED',
        GIVEN_UP_WITHIN_MS,
      );
      const [failed] = await desk.product.sql<{ code: string; reason: string }[]>`
        select code, reason from failed_orders where client_order_id = ${order}`;
      expect(failed?.code).toBe(String(refusal.code));
      expect(failed?.reason).toContain(refusal.message);
      expect(await timesSent(desk)).toBe(2);
    },
  },
];
