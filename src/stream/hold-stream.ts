import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Database } from '../../drizzle/database.js';
import { syncSignal } from '../../workflows/messages.js';
import { findAccount } from '../accounts/accounts.js';
import type { ExchangeAccount, StreamConnection } from '../exchange/exchange.js';
import { openStream } from '../exchange/registry.js';
import { accountWorkflowId } from '../domain/ids.js';
import { redactText, type Logger } from '../observability/log.js';
import type { Secret } from '../observability/secret.js';
import { TrackingSession, type StreamStatistics } from './sessions.js';
import { SignalRouter } from './signal-router.js';

export interface StreamDependencies {
  readonly db: Database;
  readonly client: Client;
  readonly secretsKey: Secret<Buffer>;
  readonly log: Logger;
}

export interface HoldOptions {
  readonly accountId: number;
  readonly renewIntervalMs: number;
  /** Aborts when the lease is lost or the worker stops. */
  readonly signal: AbortSignal;
}

const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 10_000;
/** Exchanges close every stream at 24 h; we go first, while nothing is wrong. */
const LONGEST_LIFE_MS = 23.5 * 3_600_000;
/** How often the account's row and the session's row are looked after. */
const UPKEEP_INTERVAL_MS = 3_000;

/** Why a connection is given up; `removed` ends the holding. */
type Ending = {
  readonly kind: 'lost' | 'replace' | 'stopped' | 'removed';
  readonly reason: string;
};

/**
 * Holds an account's private stream: connects, has the open orders compared after every (re)connect,
 * renews what expires, and reconnects with back-off, until the account is removed or the signal aborts.
 */
export async function holdAccountStream(
  deps: StreamDependencies,
  options: HoldOptions,
): Promise<void> {
  const { accountId, signal } = options;
  const log = deps.log.child({ accountId });
  const router = new SignalRouter({ ...deps, log }, accountId, signal);
  const statistics: StreamStatistics = {
    messages: 0,
    unreadable: 0,
    reconnects: -1,
    renewals: 0,
    lastMessageAt: null,
  };
  let failures = 0;
  while (!signal.aborted) {
    const account = await findAccount(deps.db, deps.secretsKey, accountId);
    if (!account) return;
    const session = await TrackingSession.start(deps.db, accountId);
    let ending: Ending;
    try {
      const connection = await connect(account, router, statistics, log, signal);
      failures = 0;
      statistics.reconnects += 1;
      await session.connected();
      log.info({ sessionId: session.sessionId }, 'stream connected');
      ending = await watch(deps, options, { account, session, connection, statistics, log });
      connection.close();
      await session.ended('disconnected', ending.reason);
    } catch (error) {
      failures += 1;
      const reason = redactText(error instanceof Error ? error.message : String(error));
      ending = { kind: 'lost', reason };
      await session.ended('error', reason);
    }
    if (ending.kind === 'removed') return;
    log.warn({ reason: ending.reason, failures }, 'stream ended');
    await pause(failures, signal);
  }
  await router.drain();
}

async function connect(
  account: ExchangeAccount,
  router: SignalRouter,
  statistics: StreamStatistics,
  log: Logger,
  signal: AbortSignal,
): Promise<StreamConnection> {
  return openStream(account)(
    {
      onUpdates: (updates) => {
        statistics.lastMessageAt = new Date().toISOString();
        router.push(updates);
      },
      onUnreadable: (problem) => {
        statistics.unreadable += 1;
        log.error({ problem }, 'unreadable stream message');
      },
    },
    signal,
    [],
  );
}

interface Held {
  readonly account: ExchangeAccount & { updatedAt: string };
  readonly session: TrackingSession;
  readonly connection: StreamConnection;
  readonly statistics: StreamStatistics;
  readonly log: Logger;
}

/** Looks after a live connection until it must be given up. */
async function watch(deps: StreamDependencies, options: HoldOptions, held: Held): Promise<Ending> {
  const { connection, log } = held;
  const over = new AbortController();
  const lost = connection.closed.then((reason): Ending => ({ kind: 'lost', reason }));
  let stop: () => void = () => {};
  const stopped = new Promise<Ending>((resolve) => {
    stop = () => resolve({ kind: 'stopped', reason: 'the stream worker stops' });
    if (options.signal.aborted) stop();
    options.signal.addEventListener('abort', stop, { once: true });
  });
  const requesting = requestSync(deps, options.accountId, log, over.signal);
  try {
    return await Promise.race([
      lost,
      stopped,
      upkeep(deps, held, over.signal),
      renew(options.renewIntervalMs, held, over.signal),
      after(LONGEST_LIFE_MS, { kind: 'replace', reason: 'replaced before 24 h' }, over.signal),
    ]);
  } finally {
    // The signal outlives thousands of connections.
    options.signal.removeEventListener('abort', stop);
    over.abort();
    await requesting;
  }
}

/** What was missed while there was no stream must be found, however often nobody can be told to look. */
async function requestSync(
  deps: StreamDependencies,
  accountId: number,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      await deps.client.workflow.getHandle(accountWorkflowId(accountId)).signal(syncSignal);
      return;
    } catch (error) {
      log.warn({ err: error }, 'comparison of open orders not asked for yet');
      await sleep(Math.min(500 * 2 ** attempt, LONGEST_BACKOFF_MS), undefined, { signal }).catch(
        () => undefined, // aborted: the loop ends
      );
    }
  }
}

/** Keeps the session's row true and notices that the account was changed or removed. */
async function upkeep(deps: StreamDependencies, held: Held, signal: AbortSignal): Promise<Ending> {
  for (;;) {
    await sleep(UPKEEP_INTERVAL_MS, undefined, { signal });
    try {
      held.statistics.messages = held.connection.messages();
      await held.session.alive(held.connection.lastFrameAt(), held.statistics);
      const now = await findAccount(deps.db, deps.secretsKey, held.account.id);
      if (!now) return { kind: 'removed', reason: 'the account was removed' };
      if (now.updatedAt !== held.account.updatedAt) {
        return { kind: 'replace', reason: 'the account was changed' };
      }
    } catch (error) {
      // Postgres is away: the stream itself still serves.
      held.log.warn({ err: error }, 'stream session not recorded');
    }
  }
}

async function renew(intervalMs: number, held: Held, signal: AbortSignal): Promise<Ending> {
  for (;;) {
    await sleep(intervalMs, undefined, { signal });
    try {
      await held.connection.renew?.();
      held.statistics.renewals += 1;
      held.log.info({ renewals: held.statistics.renewals }, 'stream renewed');
    } catch (error) {
      held.log.error({ err: error }, 'stream not renewed');
      return { kind: 'lost', reason: 'renewal failed' };
    }
  }
}

async function after(ms: number, ending: Ending, signal: AbortSignal): Promise<Ending> {
  await sleep(ms, undefined, { signal });
  return ending;
}

/** The first reconnect comes at once; each further failure doubles the pause, with jitter. */
async function pause(failures: number, signal: AbortSignal): Promise<void> {
  if (failures === 0) return;
  const longest = Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS);
  await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
}
