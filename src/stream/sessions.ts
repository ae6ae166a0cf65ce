import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { SESSION_LOCK } from '../../drizzle/locks.js';
import { orderTrackingSessions } from '../../drizzle/schema.js';
import type { SessionStatus } from '../../drizzle/schema-streams.js';
import type { StreamStatistics } from '../domain/stream-statistics.js';
import { excerptOf } from '../observability/log.js';
import { isLiveWorker } from '../queries/stream-workers.js';

const LONGEST_ERROR = 500;

/** Why a session has ended. */
export const TAKEN_OVER = 'taken over by another stream worker';
export const GIVEN_UP = 'given up by its stream worker';
const GONE = 'its stream worker went away';

/** The worker and account that a session belongs to. */
export interface SessionOwner {
  readonly accountId: number;
  readonly worker: string;
}

/**
 * The row of one connection, or of the attempts that led to one. Each save writes the whole row, so
 * the next save makes up for a failed one. The first save ends all other rows of the account (S1).
 */
export class TrackingSession {
  readonly sessionId = randomUUID();
  #status: SessionStatus = 'connecting';
  #isEnded = false;
  #error: string | null = null;
  #isStored = false;

  /** @param predecessorEnd why this worker's previous session ended, if that is not recorded yet */
  constructor(
    private readonly db: Database,
    private readonly owner: SessionOwner,
    private readonly predecessorEnd: string,
  ) {}

  connecting(): void {
    this.#set('connecting', false, this.#error);
  }

  connected(): void {
    this.#set('connected', false, null);
  }

  ended(status: 'disconnected' | 'error', reason: string): void {
    this.#set(status, true, excerptOf(reason, LONGEST_ERROR));
  }

  /**
   * Writes the row in the session's current state. One holder's saves must follow one another.
   *
   * @param silentMs the time since the last sign of life
   * @returns false when another holder's session has replaced it
   */
  async save(statistics: StreamStatistics, silentMs = 0): Promise<boolean> {
    if (!this.#isStored) await this.#store(statistics);
    return this.#write(statistics, silentMs);
  }

  /** Returns whether another session of the account is connected. */
  async hasSuccessor(): Promise<boolean> {
    const [row] = await this.db.execute(sql`
      select 1 from order_tracking_sessions
      where account_id = ${this.owner.accountId} and session_id <> ${this.sessionId}
        and status = 'connected' and ended_at is null`);
    return row !== undefined;
  }

  #set(status: SessionStatus, isEnded: boolean, error: string | null): void {
    this.#status = status;
    this.#isEnded = isEnded;
    this.#error = error;
  }

  async #write(statistics: StreamStatistics, silentMs: number): Promise<boolean> {
    const isConnected = this.#status === 'connected';
    const hasOtherOpen = sql`exists (
      select 1 from order_tracking_sessions as other
      where other.account_id = session.account_id and other.session_id <> session.session_id
        and other.ended_at is null)`;
    // The session's own reason for its end takes precedence over that of a successor that has ended
    // the row in the meantime.
    const [row] = await this.db.execute(sql`
      update order_tracking_sessions as session
      set status = ${this.#status}, error = ${this.#error},
          statistics = ${JSON.stringify(statistics)}::text::jsonb,
          last_ping = greatest(
            now() - make_interval(secs => ${silentMs / 1000}::float8), connected_at,
            case when ${isConnected}::boolean and connected_at is null then now() end),
          connected_at = case when ${isConnected}::boolean
            then coalesce(connected_at, now()) else connected_at end,
          ended_at = case when ${this.#isEnded}::boolean then coalesce(ended_at, now()) end,
          updated_at = now()
      where session_id = ${this.sessionId} and (ended_at is null
        or ${this.#isEnded}::boolean or not ${hasOtherOpen})
      returning not ${hasOtherOpen} as is_ours`);
    return row?.['is_ours'] === true;
  }

  async #store(statistics: StreamStatistics): Promise<void> {
    const { accountId, worker } = this.owner;
    await this.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${SESSION_LOCK}, ${accountId})`);
      await tx.execute(sql`
        update order_tracking_sessions as session
        set status = 'disconnected', ended_at = now(), updated_at = now(),
            error = coalesce(error, case
              when worker = ${worker} then ${this.predecessorEnd}
              when exists (
                select 1 from stream_workers as holder
                where holder.worker = session.worker and ${isLiveWorker}
              ) then ${TAKEN_OVER} else ${GONE} end)
        where account_id = ${accountId} and ended_at is null`);
      // The current state is written next, all at once.
      const row = { sessionId: this.sessionId, accountId, worker, status: 'connecting' as const };
      await tx.insert(orderTrackingSessions).values({ ...row, statistics: { ...statistics } });
    });
    this.#isStored = true;
  }
}
