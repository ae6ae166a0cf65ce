import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { isOfOrder, keyOf } from '../../drizzle/of-order.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { KnownTerms } from '../domain/current-terms.js';
import type { OpenStatus, OrderKey } from '../domain/order.js';

/** An order's state in our tables, as far as it matters to whoever has news of the order. */
export interface OrderStanding {
  /** `null` if the order is not open. */
  readonly openStatus: OpenStatus | null;
  /** What it asks for, as far as we know; `null` if it is not open. */
  readonly openTerms: KnownTerms | null;
  /** The order has an outcome, or at least a request. */
  readonly isKnown: boolean;
  /** The exchange's ids of the recorded fills. */
  readonly recordedTradeIds: ReadonlySet<string>;
}

interface StandingRow {
  open_status: OpenStatus | null;
  open_terms: KnownTerms | null;
  is_known: boolean;
  recorded_trade_ids: string[] | null;
}

const selectStanding = sqlStatement<StandingRow>(
  'find_standing',
  sql`
    select
      (select status from open_orders where ${isOfOrder}) as open_status,
      -- The figures travel as text, which JSON numbers are not.
      (select json_build_object('quantity', quantity::text, 'price', price::text,
          'termsAsOf', to_char(terms_as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        from open_orders where ${isOfOrder}) as open_terms,
      exists (select 1 from trades where ${isOfOrder})
      or exists (select 1 from failed_orders where ${isOfOrder})
      or exists (select 1 from webhook_deliveries
        where workflow_id = ${sql.placeholder('workflowId')}) as is_known,
      (select json_agg(trade_id) from trade_executions,
        unnest(array[exchange_trade_id, alias_trade_id]) as trade_id
        where ${isOfOrder} and trade_id is not null) as recorded_trade_ids
  `,
);

/** Returns an order's state. An order that our tables do not know is neither open nor ended. */
export async function findStanding(db: Database, order: OrderKey): Promise<OrderStanding> {
  const workflowId = orderWorkflowId(order.accountId, order.clientOrderId);
  const [row] = await selectStanding(db, { ...keyOf(order), workflowId });
  return {
    openStatus: row?.open_status ?? null,
    openTerms: row?.open_terms ?? null,
    isKnown: row?.is_known ?? false,
    recordedTradeIds: new Set(row?.recorded_trade_ids),
  };
}
