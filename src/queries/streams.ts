import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import type { MarketType } from '../domain/order.js';
import { readStatistics, type StreamStatistics } from '../domain/stream-statistics.js';
import { countReferences, type ReferenceCounts } from './reference-counts.js';

export type StreamStatus = 'connecting' | 'connected' | 'disconnected' | 'error';

/** The latest session of an account's stream. */
export interface StreamSession {
  readonly sessionId: string;
  readonly status: StreamStatus;
  readonly worker: string | null;
  readonly lastPing: string;
  readonly connectedAt: string | null;
  readonly endedAt: string | null;
  readonly error: string | null;
}

/** How the stream of an account fares. */
export interface AccountStream {
  readonly accountId: number;
  readonly account: string;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly isRemoved: boolean;
  /** `null` when nobody has held it yet. */
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
  status: StreamStatus;
  worker: string | null;
  last_ping: string;
  connected_at: string | null;
  ended_at: string | null;
  error: string | null;
  statistics: unknown;
}

/** Returns how each account's stream fares, removed accounts included: what they counted still counts. */
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

/** Returns what metrics count of each account's stream. */
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

/** A stream worker that runs, and how many accounts it holds. */
export interface StreamWorker {
  readonly worker: string;
  readonly held: number;
  readonly seenAt: string;
}

/** Returns the stream workers that have been heard of within the last seconds. */
export async function listStreamWorkers(db: Database): Promise<StreamWorker[]> {
  const rows = await db.execute<{ worker: string; held: number; seen_at: string }>(sql`
    select worker, held, seen_at from stream_workers
    where seen_at > now() - interval '5 s' order by worker`);
  return rows.map((row) => ({
    worker: row.worker,
    held: row.held,
    seenAt: new Date(row.seen_at).toISOString(),
  }));
}

function toSession(row: StreamRow): StreamSession | null {
  if (row.session_id === null) return null;
  const { status, worker, error } = row;
  return {
    sessionId: row.session_id,
    ...{ status, worker, error },
    lastPing: new Date(row.last_ping).toISOString(),
    connectedAt: instantOf(row.connected_at),
    endedAt: instantOf(row.ended_at),
  };
}

/** Postgres writes instants in its own way. */
function instantOf(value: string | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}
