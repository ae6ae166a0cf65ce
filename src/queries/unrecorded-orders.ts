import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { orderWorkflowId } from '../domain/ids.js';

/** Returns those of some orders of an account that no table has a trace of having been placed. */
export async function unrecordedOrders<Order extends { readonly clientOrderId: string }>(
  db: Database,
  accountId: number,
  orders: readonly Order[],
): Promise<Order[]> {
  const ids = orders.map(({ clientOrderId }) => clientOrderId);
  const workflowIds = ids.map((id) => orderWorkflowId(accountId, id));
  const known = await db.execute<{ client_order_id: string }>(sql`
    select id.value as client_order_id
    from json_array_elements_text(${JSON.stringify(ids)}::json) with ordinality as id(value, number)
    join json_array_elements_text(${JSON.stringify(workflowIds)}::json)
      with ordinality as workflow(id, number) using (number)
    where exists (select 1 from open_orders
        where account_id = ${accountId} and client_order_id = id.value)
      or exists (select 1 from trades
        where account_id = ${accountId} and client_order_id = id.value)
      or exists (select 1 from failed_orders
        where account_id = ${accountId} and client_order_id = id.value)
      or exists (select 1 from webhook_deliveries
        where workflow_id = workflow.id and placed_at is not null)
  `);
  const recorded = new Set(known.map((row) => row.client_order_id));
  return orders.filter(({ clientOrderId }) => !recorded.has(clientOrderId));
}
