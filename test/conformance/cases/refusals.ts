import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import { newRefusal } from '../../kit/desk/new-refusal.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

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
];
