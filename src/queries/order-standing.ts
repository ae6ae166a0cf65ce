import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { isOfOrder, keyOf } from '../../drizzle/of-order.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OpenStatus, OrderKey } from '../domain/order.js';

/** An order's state in our tables, as far as it matters to whoever has news of the order. */
export interface OrderStanding {
  /** `null` if the order is not open. */
  readonly openStatus: OpenStatus | null;
  /** The order has an outcome, or at least a request. */
  readonly isKnown: boolean;
  /** The exchange's ids of the recorded fills. */
  readonly recordedTradeIds: ReadonlySet<string>;
}

interface StandingRow {
  open_status: OpenStatus | null;
  is_known: boolean;
  recorded_trade_ids: string[] | null;
}

const selectStanding = sqlStatement<StandingRow>(
  'find_standing',
  sql`
    select
      (select status from open_orders where ${isOfOrder}) as open_status,
      exists (select 1 from trades where ${isOfOrder})
      or exists (select 1 from failed_orders where ${isOfOrder})
      or exists (select 1 from webhook_deliveries
        where workflow_id = ${sql.placeholder('workflowId')}) as is_known,
      (select array_agg(exchange_trade_id) from trade_executions where ${isOfOrder}) as recorded_trade_ids
  `,
);

/** Returns an order's state. An order that our tables do not know is neither open nor ended. */
export async function findStanding(db: Database, order: OrderKey): Promise<OrderStanding> {
  const workflowId = orderWorkflowId(order.accountId, order.clientOrderId);
  const [row] = await selectStanding(db, { ...keyOf(order), workflowId });
  return {
    openStatus: row?.open_status ?? null,
    isKnown: row?.is_known ?? false,
    recordedTradeIds: new Set(row?.recorded_trade_ids),
  };
}
