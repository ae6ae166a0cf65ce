import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';

/** Row counts, under the names that operators read. */
export interface RecordCounts {
  readonly open_orders: number;
  readonly unknown_orders: number;
  readonly trades: number;
  readonly executions: number;
  readonly failed_orders: number;
  /** Requests that no worker has started yet. */
  readonly deliveries_not_started: number;
}

/** Counts orders, fills and waiting requests, all at the same moment. */
export async function countRecords(db: Database): Promise<RecordCounts> {
  const [counts] = await db.execute<RecordCounts & Record<string, unknown>>(sql`
    select (select count(*)::int from open_orders) as open_orders,
           (select count(*)::int from open_orders where status = 'UNKNOWN') as unknown_orders,
           (select count(*)::int from trades) as trades,
           (select count(*)::int from trade_executions) as executions,
           (select count(*)::int from failed_orders) as failed_orders,
           (select count(*)::int from webhook_deliveries where started_at is null)
             as deliveries_not_started
  `);
  if (!counts) throw new Error('a select without a table must return one row');
  return counts;
}
