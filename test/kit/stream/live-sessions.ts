import type { Sql } from 'postgres';
import { eventually } from '../eventually.js';

const SPREAD_WITHIN_MS = 60_000;

/** A connected stream: whose, and who holds it. */
export interface LiveSession {
  readonly account_id: number;
  readonly worker: string;
  /** Whether the open orders were compared since. */
  readonly is_compared: boolean;
}

/** Returns the connected streams of accounts. */
export async function liveSessions(
  sql: Sql,
  accountIds: readonly number[],
): Promise<readonly LiveSession[]> {
  return sql<LiveSession[]>`
    select session.account_id, session.worker,
           account.synced_at > session.connected_at as is_compared
    from order_tracking_sessions as session join accounts as account on account.id = account_id
    where session.status = 'connected' and session.ended_at is null
      and session.account_id = any(${`{${[...accountIds].join(',')}}`}::int[])`;
}

/** Returns how many of some connected streams each stream worker holds. */
export function countByWorker(sessions: readonly LiveSession[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { worker } of sessions) counts.set(worker, (counts.get(worker) ?? 0) + 1);
  return counts;
}

/** Waits until accounts have one connected stream each, at a number of stream workers. */
export function spreadOver(
  sql: Sql,
  accountIds: readonly number[],
  workers: number,
): Promise<readonly LiveSession[]> {
  return waitForSpread(sql, accountIds, workers, () => true);
}

/** Waits for the same, and until no stream worker holds two more of them than another. */
export async function spreadEvenlyOver(
  sql: Sql,
  accountIds: readonly number[],
  workers: number,
): Promise<readonly LiveSession[]> {
  return waitForSpread(
    sql,
    accountIds,
    workers,
    (held) => Math.max(...held) - Math.min(...held) <= 1,
  );
}

function waitForSpread(
  sql: Sql,
  accountIds: readonly number[],
  workers: number,
  isSpread: (held: readonly number[]) => boolean,
): Promise<readonly LiveSession[]> {
  return eventually(
    `${accountIds.length} accounts spread over ${workers} stream workers`,
    async () => {
      const sessions = await liveSessions(sql, accountIds);
      const held = [...countByWorker(sessions).values()];
      const isThere = sessions.length === accountIds.length && held.length === workers;
      return isThere && isSpread(held) && sessions;
    },
    SPREAD_WITHIN_MS,
  );
}
