import { desc, eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { orderTrackingSessions } from '../../drizzle/schema.js';
import type { SessionStatus } from '../../drizzle/schema-streams.js';
import type { MarketType } from '../domain/order.js';
import { readStatistics, type StreamStatistics } from '../domain/stream-statistics.js';
import { countReferences, type ReferenceCounts } from './reference-counts.js';

/** The latest session of an account's stream. */
export interface StreamSession {
  readonly sessionId: string;
  readonly status: SessionStatus;
  readonly worker: string | null;
  readonly lastPing: string;
  readonly connectedAt: string | null;
  readonly endedAt: string | null;
  readonly error: string | null;
}

/** The state of an account's stream. */
export interface AccountStream {
  readonly accountId: number;
  readonly account: string;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly isRemoved: boolean;
  /** `null` if no worker has held it yet. */
  readonly session: StreamSession | null;
  readonly statistics: StreamStatistics;
  readonly references: ReferenceCounts;
}

interface StreamRow extends Record<string, unknown> {
  account_id: number;
  account: string;
  exchange: string;
  market_type: MarketType;
  is_removed: boolean;
  session_id: string | null;
  status: SessionStatus;
  worker: string | null;
  last_ping: string;
  connected_at: string | null;
  ended_at: string | null;
  error: string | null;
  statistics: unknown;
}

/**
 * Returns the state of each account's stream. Removed accounts are included, since what their
 * streams have counted still counts.
 */
export async function listStreams(db: Database): Promise<AccountStream[]> {
  const rows = await db.execute<StreamRow>(sql`
    select account.id as account_id, account.name as account, account.exchange,
           account.market_type, account.removed_at is not null as is_removed,
           session.session_id, session.status, session.worker, session.last_ping,
           session.connected_at, session.ended_at, session.error, session.statistics
    from accounts as account
    left join lateral (
      select * from order_tracking_sessions
      where account_id = account.id order by created_at desc limit 1
    ) as session on true
    order by account.id`);
  const references = await countReferences(
    db,
    rows.map((row) => row.account_id),
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    account: row.account,
    exchange: row.exchange,
    marketType: row.market_type,
    isRemoved: row.is_removed,
    session: toSession(row),
    statistics: readStatistics(row.statistics ?? {}),
    references: references.get(row.account_id) ?? new Map(),
  }));
}

/** Returns the counts of each account's stream for the metrics. */
export async function countStreams(
  db: Database,
): Promise<(StreamStatistics & { exchange: string; isConnected: boolean })[]> {
  const streams = await listStreams(db);
  return streams.map(({ exchange, session, statistics }) => ({
    ...statistics,
    exchange,
    isConnected: session?.status === 'connected',
  }));
}

/** Returns the counts of an account's latest session, or zeros if there was none. */
export async function latestStatistics(db: Database, accountId: number): Promise<StreamStatistics> {
  const [row] = await db
    .select({ statistics: orderTrackingSessions.statistics })
    .from(orderTrackingSessions)
    .where(eq(orderTrackingSessions.accountId, accountId))
    .orderBy(desc(orderTrackingSessions.createdAt))
    .limit(1);
  return readStatistics(row?.statistics);
}

function toSession(row: StreamRow): StreamSession | null {
  if (row.session_id === null) return null;
  return {
    sessionId: row.session_id,
    status: row.status,
    worker: row.worker,
    error: row.error,
    lastPing: new Date(row.last_ping).toISOString(),
    connectedAt: instantOf(row.connected_at),
    endedAt: instantOf(row.ended_at),
  };
}

/** Converts an instant, which plain SQL returns in Postgres' own notation. */
function instantOf(value: string | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}
