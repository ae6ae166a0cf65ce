import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderUpdate } from '../domain/order.js';

/** Where the updates of one order belong. */
export type Route =
  /** Its workflow runs. */
  | 'workflow'
  /** The submission is being answered right now; look again in a moment. */
  | 'pending'
  /** It has ended, and there is a fill that is not counted yet. */
  | 'late'
  /** Nothing to tell: all of it is written. */
  | 'nowhere';

interface RouteRow {
  open_status: string | null;
  has_ended: boolean;
  known_trade_ids: string[] | null;
}

const { placeholder } = sql;
const ofOrder = sql`account_id = ${placeholder('accountId')} and client_order_id = ${placeholder('clientOrderId')}`;

const selectRoute = sqlStatement<RouteRow>(
  'find_route',
  sql`
    select
      (select status from open_orders
        where ${ofOrder}) as open_status,
      exists (select 1 from trades
        where ${ofOrder})
      or exists (select 1 from failed_orders
        where ${ofOrder})
      or exists (select 1 from webhook_deliveries
        where workflow_id = ${placeholder('workflowId')}) as has_ended,
      (select array_agg(exchange_trade_id) from trade_executions
        where ${ofOrder}) as known_trade_ids
  `,
);

/**
 * Looks up where one order's updates belong. The open order's row is the subscription: without it
 * there is no workflow to tell.
 */
export async function findRoute(
  db: Database,
  accountId: number,
  clientOrderId: string,
  updates: readonly OrderUpdate[],
): Promise<Route> {
  const workflowId = orderWorkflowId(accountId, clientOrderId);
  const [row] = await selectRoute(db, { accountId, clientOrderId, workflowId });
  if (!row) return 'nowhere';
  if (row.open_status === 'PENDING') return 'pending';
  if (row.open_status !== null) return 'workflow';
  const known = new Set(row.known_trade_ids ?? []);
  const hasNews = updates.some((update) => update.fill && !known.has(update.fill.exchangeTradeId));
  return row.has_ended && hasNews ? 'late' : 'nowhere';
}
