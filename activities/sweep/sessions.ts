import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';

/** A session without a sign of life for this long is dead. */
const DEAD_AFTER_MINUTES = 5;

/**
 * Ends the stream sessions that are dead. Their workflow notices
 * within seconds and starts another; this keeps the table true when nobody else can.
 *
 * @returns the accounts of these sessions
 */
export async function endDeadSessions(db: Database): Promise<number[]> {
  const ended = await db.execute<{ account_id: number }>(sql`
    update order_tracking_sessions
    set status = 'disconnected', ended_at = now(), updated_at = now(),
        error = coalesce(error, ${`no sign of life for ${DEAD_AFTER_MINUTES} minutes`})
    where ended_at is null
      and last_ping < now() - make_interval(mins => ${DEAD_AFTER_MINUTES})
    returning account_id
  `);
  return ended.map((row) => row.account_id);
}
