import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { isOfExchangeOrder, isOfOrder } from '../../drizzle/of-order.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderRequest } from '../domain/order.js';

/** What our tables know of an order that the exchange lists. */
export interface KnownOrder {
  /** A table has this exchange order, or has an order of ours that may turn out to be it. */
  readonly isKnown: boolean;
  /** Another order of the account has used the client order id. */
  readonly isIdTaken: boolean;
  /** The request under this client order id, if the id is one of ours. */
  readonly request: OrderRequest | null;
}

const workflowId = sql.placeholder('workflowId');

const lookUp = sqlStatement<{
  is_known: boolean;
  is_id_taken: boolean;
  request: OrderRequest | null;
}>(
  'find_listed_order',
  sql`
    select
      exists (select 1 from open_orders where ${isOfExchangeOrder})
      or exists (select 1 from trades where ${isOfExchangeOrder})
      or exists (select 1 from failed_orders where ${isOfExchangeOrder})
      or exists (select 1 from trade_executions where ${isOfExchangeOrder})
      -- Ours, being sent right now or a moment ago: its exchange order id is not written yet.
      or exists (select 1 from open_orders where ${isOfOrder} and exchange_order_id is null)
      or exists (select 1 from failed_orders where ${isOfOrder} and exchange_order_id is null)
      or exists (select 1 from webhook_deliveries
        where workflow_id = ${workflowId} and placed_at is null) as is_known,
      exists (select 1 from open_orders where ${isOfOrder})
      or exists (select 1 from trades where ${isOfOrder})
      or exists (select 1 from failed_orders where ${isOfOrder}) as is_id_taken,
      (select request from webhook_deliveries
        where workflow_id = ${workflowId} limit 1) as request
  `,
);

/** Looks in all tables for an order that the exchange lists. */
export async function findKnownOrder(
  db: Database,
  accountId: number,
  order: {
    readonly symbol: string;
    readonly clientOrderId: string;
    readonly exchangeOrderId: string;
  },
): Promise<KnownOrder> {
  const { symbol, clientOrderId, exchangeOrderId } = order;
  const [row] = await lookUp(db, {
    accountId,
    symbol,
    clientOrderId,
    exchangeOrderId,
    workflowId: orderWorkflowId(accountId, clientOrderId),
  });
  return {
    isKnown: row?.is_known ?? false,
    isIdTaken: row?.is_id_taken ?? false,
    request: row?.request ?? null,
  };
}
