import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';

/**
 * The condition that a row of `stream_workers` belongs to a live worker. Workers report every
 * second: one that has been silent for 5 s is gone, or cannot take on any account.
 */
export const isLiveWorker = sql`seen_at > now() - interval '5 s'`;

/** A running stream worker, and how many accounts it holds. */
export interface StreamWorker {
  readonly worker: string;
  readonly held: number;
  readonly seenAt: string;
}

/** Returns the live stream workers, by name. */
export async function listStreamWorkers(db: Database): Promise<StreamWorker[]> {
  const rows = await db.execute<{ worker: string; held: number; seen_at: string }>(sql`
    select worker, held, seen_at from stream_workers where ${isLiveWorker} order by worker`);
  return rows.map((row) => ({
    worker: row.worker,
    held: row.held,
    seenAt: new Date(row.seen_at).toISOString(),
  }));
}
