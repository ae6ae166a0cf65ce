import { sql } from 'drizzle-orm';
import type { Marks } from '../src/domain/marks.js';
import type { Executor } from './statement.js';

/** The sequences whose marks are watched. Whatever an order does, one of them counts it. */
const WATCHED = [
  'webhook_deliveries_id_seq',
  'open_orders_id_seq',
  'trade_executions_id_seq',
  'order_events_id_seq',
] as const;

/** Returns how far the ids of the database have been counted. */
export async function readMarks(db: Executor): Promise<Marks> {
  const rows = await db.execute<{ name: string; last: string | null }>(sql`
    select sequencename as name, last_value::text as last from pg_sequences
    where schemaname = current_schema() and sequencename = any(${`{${WATCHED.join(',')}}`}::text[])
  `);
  return Object.fromEntries(rows.map(({ name, last }) => [name, Number(last ?? 0)]));
}
