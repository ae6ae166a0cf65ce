import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderStatus } from '../domain/order.js';

/** What the tables know of an order. */
export interface OrderTraces {
  /** The status and the exchange's id by its row, as long as it is open. */
  readonly open: { readonly status: OrderStatus; readonly exchangeOrderId: string | null } | null;
  /**
   * Whether it is open or has ended, even if its outcome was deleted by hand: its events remain, or
   * the delivery that placed it.
   */
  readonly isPlaced: boolean;
  /** Whether anything is known of it: that, or a delivery that waits. */
  readonly isKnown: boolean;
}

const noTraces: OrderTraces = { open: null, isPlaced: false, isKnown: false };

/** Returns what the tables know of some orders of an account, in the order of these. */
export async function orderTraces(
  db: Database,
  accountId: number,
  clientOrderIds: readonly string[],
): Promise<OrderTraces[]> {
  const workflowIds = clientOrderIds.map((id) => orderWorkflowId(accountId, id));
  const rows = await db.execute<{
    number: number;
    status: OrderStatus | null;
    exchange_order_id: string | null;
    is_placed: boolean;
    is_known: boolean;
  }>(sql`
    select number::int, open.status, open.exchange_order_id,
      exists (select 1 from trades
          where account_id = ${accountId} and client_order_id = id.value)
        or exists (select 1 from failed_orders
          where account_id = ${accountId} and client_order_id = id.value)
        or exists (select 1 from order_events
          where account_id = ${accountId} and client_order_id = id.value)
        or exists (select 1 from webhook_deliveries
          where workflow_id = workflow.id and placed_at is not null) as is_placed,
      exists (select 1 from webhook_deliveries where workflow_id = workflow.id) as is_known
    from json_array_elements_text(${JSON.stringify(clientOrderIds)}::json)
      with ordinality as id(value, number)
    join json_array_elements_text(${JSON.stringify(workflowIds)}::json)
      with ordinality as workflow(id, number) using (number)
    left join open_orders open
      on open.account_id = ${accountId} and open.client_order_id = id.value
  `);
  const traces = new Map(
    rows.map(({ number, status, exchange_order_id: exchangeOrderId, ...row }) => {
      const open = status && { status, exchangeOrderId };
      const isPlaced = open !== null || row.is_placed;
      return [number, { open, isPlaced, isKnown: isPlaced || row.is_known }];
    }),
  );
  return clientOrderIds.map((_, index) => traces.get(index + 1) ?? noTraces);
}
