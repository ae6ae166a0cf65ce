import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';
import { runOrderCommand } from '../../kit/product/order-command.js';

const timesCancelled = (desk: Desk): Promise<number> => {
  const { method, path } = desk.plan.cancel;
  return desk.timesAsked(`${method} ${path}`);
};

/** Orders that an operator ends here, whatever the exchange has. */
export const abandoned: readonly ConformanceCase[] = [
  {
    name: 'abandoned by an operator: it ends here only, and what it fills is booked once, late',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      const told = await runOrderCommand(desk.product, ['abandon', order, '--yes']);
      expect(told.why).toBe('');
      expect(told.printed).toContain('Nothing is cancelled on the exchange');
      await desk.stands(order, 'CANCELLED');
      const { sql } = desk.product;
      const failed = await sql`select code from failed_orders where client_order_id = ${order}`;
      expect(failed).toMatchObject([{ code: 'ORDER_ABANDONED' }]);
      expect(await timesCancelled(desk)).toBe(0);
      expect((await desk.ledger()).orders).toMatchObject([{ status: 'NEW' }]);

      await desk.fill(order);
      await desk.stands(order, 'FILLED');
      const booked = await sql`
        select count(*)::int as executions, sum(execution_quantity)::text as quantity
        from trade_executions where client_order_id = ${order}`;
      expect(booked).toMatchObject([{ executions: 1, quantity: desk.limit.quantity }]);
      const ends = await sql`
        select type from order_events where client_order_id = ${order}
        and type in ('order_cancelled', 'order_filled') order by id`;
      expect(ends.map(({ type }) => String(type))).toEqual(['order_cancelled', 'order_filled']);
      expect(await timesCancelled(desk)).toBe(0);

      // The count is one that counts.
      await desk.cancel(await desk.rest());
      expect(await timesCancelled(desk)).toBe(1);
    },
  },
];
