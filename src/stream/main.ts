/*
 * The stream worker: holds the private streams of its share of the accounts, and turns what they
 * report into signals. It settles nothing; the workflows do.
 *
 * Entry points: `runStream` (here) opens what the process needs. Temporal assigns it an account by
 * starting the one activity, `holdStream` (activities.ts), which runs as long as the account is
 * held here.
 *
 *   holdings.ts        the accounts held here: takes and gives up accounts; share.ts decides, and
 *                      roll-call.ts knows what the other stream workers hold
 *   holding.ts         one account: does what next-step.ts decides, until its end
 *     account-row.ts     the account's row in the table
 *     demand.ts          why the stream is needed, by the counts of reference-watch.ts
 *     connections.ts     opens, renews, replaces, closes a live-stream.ts; backoff.ts says when
 *     record.ts          what the tables say about the stream; sessions.ts writes the rows
 *     signal-router.ts   turns messages into signals; routes.ts decides where each belongs
 *     sync-request.ts    asks the account's workflow to compare the open orders
 *   reach.ts           whether Temporal can be reached; ends all leases when it cannot
 *
 * A holding owns its parts. They know it only through the callbacks that they were given (`onGap`,
 * `onLost`, `onSuperseded`, `onCounts`). Other stream workers are known only by their rows.
 *
 * S1  An account has at most one open session row. Storing a session ends any row that an earlier
 *     holder left open, and a holder lets go when it finds that another's session has ended its
 *     row.
 * S2  A worker that no longer has the lease signals nothing: another one may already hold the
 *     account.
 * S3  A gap is always followed by a comparison of the open orders, however long it takes to ask for
 *     it, because streams replay nothing.
 * S4  A planned replacement opens the next connection before it closes the current one.
 * S5  The messages of one order go through one queue: one signal after another, in order of
 *     arrival.
 * S6  The counters continue across connections, holders and restarts.
 * S7  Pure functions of the state decide what to do (`nextStep`, `routeOf`, `mayTake`).
 */
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { connectDatabase, type Database } from '../../drizzle/database.js';
import { listAccounts } from '../accounts/accounts.js';
import { logListingProblems } from '../accounts/warm-markets.js';
import { FailureWatch } from '../alerts/failure-watch.js';
import { requireSetting, type Config } from '../config.js';
import { STREAM_TASK_QUEUE } from '../domain/task-queues.js';
import { adapterOf, openStream } from '../exchange/registry.js';
import type { Logger } from '../observability/log.js';
import { repeat } from '../repeat.js';
import type { Running } from '../running.js';
import { watchServer } from '../temporal/own-server.js';
import { ensureAccountWorkflow } from '../temporal/start-account.js';
import { connectWorker } from '../temporal/worker-connection.js';
import { createStreamActivities } from './activities.js';
import { Holdings } from './holdings.js';
import { TemporalReach } from './reach.js';
import { ReferenceWatch } from './reference-watch.js';
import { RollCall } from './roll-call.js';

/** How soon accounts that are added while the product runs have their stream. */
const ACCOUNTS_INTERVAL_MS = 2_000;
/** How often stream workers report what they hold. One that is silent for 5 s counts as gone. */
const BALANCE_INTERVAL_MS = 1_000;
/** Exchanges close every stream after 24 h. We replace it earlier, while nothing is wrong. */
const LONGEST_LIFE_MS = 23.5 * 3_600_000;
/**
 * How long both connections stay open. By then, everything has arrived that the exchange sent
 * before it knew of the new one.
 */
const OVERLAP_MS = 2_000;

/** Runs a stream worker: holds the private streams of its share of the accounts. */
export async function runStream(config: Config, log: Logger): Promise<Running> {
  const secretsKey = requireSetting(config.secretsKey, 'SECRETS_KEY');
  const database = connectDatabase(requireSetting(config.databaseUrl, 'DATABASE_URL').reveal(), {
    name: 'stream',
  });
  logListingProblems(log);
  const connection = await connectWorker(config, log);
  // Signals use the worker's connection; a second one is not needed.
  const client = new Client({ connection, namespace: config.temporalNamespace });
  const { db } = database;
  const reach = new TemporalReach(client, log);
  const references = new ReferenceWatch(database, log);
  const rollCall = new RollCall(db);
  const holdings = new Holdings(
    {
      db,
      client,
      secretsKey,
      log,
      references,
      worker: rollCall.worker,
      exchanges: { openStream, scopeOf: ({ exchange }) => adapterOf(exchange).streamScope },
      timing: {
        renewIntervalMs: config.renewIntervalMs,
        lingerMs: config.streamLingerMs,
        longestLifeMs: LONGEST_LIFE_MS,
        overlapMs: OVERLAP_MS,
      },
    },
    (held) => rollCall.call(held),
    log,
  );
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    identity: rollCall.worker,
    taskQueue: STREAM_TASK_QUEUE,
    activities: createStreamActivities({
      holdings,
      failures: new FailureWatch(db, log),
      lease: () => reach.lease,
    }),
    maxConcurrentActivityTaskExecutions: 1_000,
    // A server may give a task to the poll of a worker that it can no longer reach. That task is
    // lost for a whole lease, so there is only one poll. (This SDK version ignores
    // `maxConcurrentActivityTaskPolls`.)
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
    // Heartbeats are the lease, so they must not be held back longer than a third of it.
    maxHeartbeatThrottleInterval: '2 s',
    defaultHeartbeatThrottleInterval: '2 s',
    shutdownForceTime: '6 s',
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const background = [
    repeat(
      () => startAccountWorkflows(db, client, config, log),
      { pauseMs: ACCOUNTS_INTERVAL_MS, log, complaint: 'accounts not watched' },
      signal,
    ),
    references.run(signal),
    reach.run(signal),
    repeat(
      // While Temporal cannot give this worker anything, no other worker should leave anything to
      // it.
      () => (reach.isReached ? holdings.balance() : rollCall.leave()),
      { pauseMs: BALANCE_INTERVAL_MS, log, complaint: 'share of the accounts not known' },
      signal,
    ),
  ];
  const done = worker.run();
  log.info({ taskQueue: STREAM_TASK_QUEUE, worker: rollCall.worker }, 'stream worker runs');
  return {
    done: Promise.race([done, watchServer(connection, config, signal)]),
    close: async () => {
      stopping.abort();
      await Promise.all(background);
      // From here on, no other worker leaves accounts to this one.
      await rollCall.leave().catch(() => undefined);
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done.catch(() => undefined);
      await holdings.departed();
      await connection.close();
      await database.close();
    },
  };
}

/** Starts a workflow for each account that has none, for whatever reason. */
async function startAccountWorkflows(
  db: Database,
  client: Client,
  config: Config,
  log: Logger,
): Promise<void> {
  for (const account of await listAccounts(db)) {
    if (await ensureAccountWorkflow(client, account, config)) {
      log.info({ accountId: account.id }, 'account workflow started');
    }
  }
}
