/*
 * The stream worker: holds the private streams of its share of the accounts, and turns what they
 * report into signals. It settles nothing; the workflows do.
 *
 * Entry points: `runStream` (here) opens what the process needs. Temporal gives it an account by
 * starting the one activity, `holdStream` (activities.ts), which lasts for as long as the account
 * is held here.
 *
 *   holdings.ts        the accounts held here: takes one, gives one up; share.ts decides, and
 *                      roll-call.ts knows what the other stream workers hold
 *   holding.ts         one account: does what next-step.ts decides, until its end
 *     account-row.ts     the account as the table has it
 *     demand.ts          what the stream is needed for, by the counts of reference-watch.ts
 *     connections.ts     opens, renews, replaces, closes a live-stream.ts; backoff.ts says when
 *     record.ts          what the tables say of the stream; sessions.ts writes the rows
 *     signal-router.ts   messages -> signals; routes.ts decides where one belongs
 *     sync-request.ts    asks the account's workflow to compare the open orders
 *   reach.ts           whether Temporal can be reached: the end of all leases when it cannot
 *
 * A holding owns its parts; they know nothing of it but the callbacks that they were given
 * (`onGap`, `onLost`, `onSuperseded`, `onCounts`). Another stream worker is known by its rows only.
 *
 * S1  Of an account at most one session row is open. A session that is stored ends whatever row an
 *     earlier holder left open, and a holder that finds its row ended by another's lets go.
 * S2  Who holds no lease any more signals nothing: another worker may hold the account already.
 * S3  A gap is always followed by a comparison of the open orders, however long it takes to ask for
 *     it: streams replay nothing.
 * S4  A planned replacement opens the next connection before it closes this one.
 * S5  Messages of one order go one way, one signal after the other, in the order of their coming.
 * S6  What was counted goes on over connections, holders and restarts.
 * S7  Pure functions of the state decide what is done (`nextStep`, `routeOf`, `mayTake`).
 */
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { connectDatabase, type Database } from '../../drizzle/database.js';
import { listAccounts } from '../accounts/accounts.js';
import { requireSetting, type Config } from '../config.js';
import { STREAM_TASK_QUEUE } from '../domain/task-queues.js';
import { adapterOf, openStream } from '../exchange/registry.js';
import type { Logger } from '../observability/log.js';
import { repeat } from '../repeat.js';
import type { Running } from '../running.js';
import { ensureAccountWorkflow } from '../temporal/start-account.js';
import { connectWorker } from '../temporal/worker-connection.js';
import { createStreamActivities } from './activities.js';
import { Holdings } from './holdings.js';
import { TemporalReach } from './reach.js';
import { ReferenceWatch } from './reference-watch.js';
import { RollCall } from './roll-call.js';

/** Accounts added while the product runs have their stream this soon. */
const ACCOUNTS_INTERVAL_MS = 2_000;
/** How often the stream workers report what they hold; who is silent for 5 s counts as gone. */
const BALANCE_INTERVAL_MS = 1_000;
/** Exchanges close every stream at 24 h; we go first, while nothing is wrong. */
const LONGEST_LIFE_MS = 23.5 * 3_600_000;
/** What the exchange sent before it knew of the next connection has long come by then. */
const OVERLAP_MS = 2_000;

/** Runs a stream worker: holds the private streams of its share of the accounts. */
export async function runStream(config: Config, log: Logger): Promise<Running> {
  const secretsKey = requireSetting(config.secretsKey, 'SECRETS_KEY');
  const database = connectDatabase(requireSetting(config.databaseUrl, 'DATABASE_URL').reveal(), {
    name: 'stream',
  });
  const connection = await connectWorker(config, log);
  // Signals go through the worker's connection: there is no need for a second one.
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
    activities: createStreamActivities({ holdings, lease: () => reach.lease }),
    maxConcurrentActivityTaskExecutions: 1_000,
    // A task that a server hands to the poll of a worker which it cannot reach any more is lost for
    // a whole lease. (This version of the SDK ignores `maxConcurrentActivityTaskPolls`.)
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
    // Heartbeats are a lease: they must not be held back longer than a third of it.
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
      // While Temporal cannot give it anything, nobody is to leave anything to it.
      () => (reach.isReached ? holdings.balance() : rollCall.leave()),
      { pauseMs: BALANCE_INTERVAL_MS, log, complaint: 'share of the accounts not known' },
      signal,
    ),
  ];
  const done = worker.run();
  log.info({ taskQueue: STREAM_TASK_QUEUE, worker: rollCall.worker }, 'stream worker runs');
  return {
    done,
    close: async () => {
      stopping.abort();
      await Promise.all(background);
      // Whoever looks now leaves nothing to this worker any more.
      await rollCall.leave().catch(() => undefined);
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done.catch(() => undefined);
      await holdings.departed();
      await connection.close();
      await database.close();
    },
  };
}

/** Every account has a running workflow, however it came to be without one. */
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
