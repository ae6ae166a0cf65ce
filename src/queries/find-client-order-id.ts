import { sql } from 'drizzle-orm';
import { isOfExchangeOrder } from '../../drizzle/of-order.js';
import { sqlStatement, type Executor } from '../../drizzle/statement.js';
import { isOwnId } from '../domain/ids.js';
import type { OrderReference } from '../exchange/exchange.js';

const selectByExchangeId = sqlStatement<{ client_order_id: string }>(
  'find_tracked_order',
  sql`
    select client_order_id from open_orders where ${isOfExchangeOrder}
    union all select client_order_id from trades where ${isOfExchangeOrder}
    union all select client_order_id from failed_orders where ${isOfExchangeOrder}
    limit 1
  `,
);

/**
 * Returns the client order id under which our tables have an exchange's order, or `undefined` if
 * they do not have it. An id of ours is returned unchecked. Any other order is found by the
 * exchange's id, since a later order may use the same client order id.
 */
export async function findClientOrderId(
  db: Executor,
  accountId: number,
  order: OrderReference & { readonly exchangeOrderId: string },
): Promise<string | undefined> {
  const { symbol, clientOrderId, exchangeOrderId } = order;
  if (isOwnId(clientOrderId)) return clientOrderId;
  const [row] = await selectByExchangeId(db, { accountId, symbol, exchangeOrderId });
  return row?.client_order_id;
}
