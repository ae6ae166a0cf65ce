import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { orderTrackingSessions } from '../../drizzle/schema.js';

const STEP_MS = 100;

/** Waits until an account's private stream is connected. Returns whether that happened in time. */
export async function isStreamLive(
  db: Database,
  accountId: number,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const live = await db.$count(
      orderTrackingSessions,
      and(
        eq(orderTrackingSessions.accountId, accountId),
        eq(orderTrackingSessions.status, 'connected'),
      ),
    );
    if (live > 0) return true;
    if (Date.now() > deadline) return false;
    await sleep(STEP_MS);
  }
}
