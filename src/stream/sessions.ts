import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { orderTrackingSessions } from '../../drizzle/schema.js';

/** How a stream fares; shown as `websocket_stats`. */
export interface StreamStatistics {
  messages: number;
  unreadable: number;
  reconnects: number;
  renewals: number;
  lastMessageAt: string | null;
}

/** Writes one stream session's row, so that the table always tells the truth about the stream. */
export class TrackingSession {
  readonly sessionId = randomUUID();

  private constructor(private readonly db: Database) {}

  /** Starts a session as `connecting`; whatever an earlier owner left open is ended. */
  static async start(db: Database, accountId: number): Promise<TrackingSession> {
    const session = new TrackingSession(db);
    await db.transaction(async (tx) => {
      await tx.execute(sql`
        update order_tracking_sessions
        set status = 'disconnected', ended_at = now(), updated_at = now(),
            error = coalesce(error, 'its stream worker went away')
        where account_id = ${accountId} and ended_at is null
      `);
      await tx
        .insert(orderTrackingSessions)
        .values({ sessionId: session.sessionId, accountId, status: 'connecting' });
    });
    return session;
  }

  async connected(): Promise<void> {
    await this.#set({ status: 'connected', connectedAt: sql`now()`, lastPing: sql`now()` });
  }

  /** Records the last sign of life. */
  async alive(lastFrameAt: number, statistics: StreamStatistics): Promise<void> {
    await this.#set({
      lastPing: new Date(lastFrameAt).toISOString(),
      statistics: { ...statistics },
    });
  }

  async ended(status: 'disconnected' | 'error', reason: string): Promise<void> {
    await this.#set({ status, endedAt: sql`now()`, error: reason.slice(0, 500) });
  }

  async #set(values: Record<string, unknown>): Promise<void> {
    await this.db
      .update(orderTrackingSessions)
      .set(values)
      .where(eq(orderTrackingSessions.sessionId, this.sessionId));
  }
}
