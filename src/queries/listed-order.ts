import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderRequest } from '../domain/order.js';

/** What our tables know of an order that the exchange lists. */
export interface KnownOrder {
  /** Some table has this order of the exchange, or one of ours that may become it. */
  readonly isKnown: boolean;
  /** Another order of the account has used the client order id. */
  readonly isIdTaken: boolean;
  /** What was asked for under this client order id, where it is one of ours. */
  readonly request: OrderRequest | null;
}

const { placeholder } = sql;
const theirs = sql`account_id = ${placeholder('accountId')} and symbol = ${placeholder('symbol')}
  and exchange_order_id = ${placeholder('exchangeOrderId')}`;
const named = sql`account_id = ${placeholder('accountId')}
  and client_order_id = ${placeholder('clientOrderId')}`;

const lookUp = sqlStatement<{
  is_known: boolean;
  is_id_taken: boolean;
  request: OrderRequest | null;
}>(
  'find_listed_order',
  sql`
    select
      exists (select 1 from open_orders where ${theirs})
      or exists (select 1 from trades where ${theirs})
      or exists (select 1 from failed_orders where ${theirs})
      or exists (select 1 from trade_executions where ${theirs})
      -- Ours, being sent right now or a moment ago: its exchange order id is not written yet.
      or exists (select 1 from open_orders where ${named} and exchange_order_id is null)
      or exists (select 1 from failed_orders where ${named} and exchange_order_id is null)
      or exists (select 1 from webhook_deliveries
        where workflow_id = ${placeholder('workflowId')} and placed_at is null) as is_known,
      exists (select 1 from open_orders where ${named})
      or exists (select 1 from trades where ${named})
      or exists (select 1 from failed_orders where ${named}) as is_id_taken,
      (select request from webhook_deliveries
        where workflow_id = ${placeholder('workflowId')} limit 1) as request
  `,
);

/** Looks for an order that the exchange lists in all tables. */
export async function findListedOrder(
  db: Database,
  accountId: number,
  order: {
    readonly symbol: string;
    readonly clientOrderId: string;
    readonly exchangeOrderId: string;
  },
): Promise<KnownOrder> {
  const { symbol, clientOrderId, exchangeOrderId } = order;
  const workflowId = orderWorkflowId(accountId, clientOrderId);
  const values = { accountId, symbol, clientOrderId, exchangeOrderId, workflowId };
  const [row] = await lookUp(db, values);
  return {
    isKnown: row?.is_known ?? false,
    isIdTaken: row?.is_id_taken ?? false,
    request: row?.request ?? null,
  };
}
