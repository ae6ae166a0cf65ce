import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';

/**
 * Ends stream sessions that have shown no sign of life for five minutes. Their workflow notices
 * within seconds and starts another; this keeps the table true when nobody else can.
 *
 * @returns the accounts of these sessions
 */
export async function endDeadSessions(db: Database): Promise<number[]> {
  const ended = await db.execute<{ account_id: number }>(sql`
    update order_tracking_sessions
    set status = 'disconnected', ended_at = now(), updated_at = now(),
        error = coalesce(error, 'no sign of life for 5 minutes')
    where ended_at is null and last_ping < now() - interval '5 min'
    returning account_id
  `);
  return ended.map((row) => row.account_id);
}
