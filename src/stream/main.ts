import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { Client } from '@temporalio/client';
import { connectDatabase, type Database } from '../../drizzle/database.js';
import { listAccounts } from '../accounts/accounts.js';
import { requireSetting, type Config } from '../config.js';
import { STREAM_TASK_QUEUE } from '../domain/task-queues.js';
import { adapterOf, openStream } from '../exchange/registry.js';
import type { Logger } from '../observability/log.js';
import { connectWorker } from '../temporal/client.js';
import { ensureAccountWorkflow } from '../temporal/start-account.js';
import type { Running } from '../worker/main.js';
import { createStreamActivities } from './activities.js';
import { Holdings } from './holdings.js';
import { TemporalReach } from './reach.js';
import { ReferenceWatch } from './reference-watch.js';
import { RollCall } from './roll-call.js';

/** Accounts added while the product runs have their stream this soon. */
const ACCOUNTS_INTERVAL_MS = 2_000;

/** How often the stream workers tell one another what they hold. */
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
      ...{ db, client, secretsKey, log, references, worker: rollCall.worker },
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
    // What a server hands to a poll of a worker that it cannot reach any more is lost for a whole lease.
    // (`maxConcurrentActivityTaskPolls` is not heeded by this version of the SDK.)
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
    // Heartbeats are a lease: they must not be held back longer than a third of it.
    maxHeartbeatThrottleInterval: '2 s',
    defaultHeartbeatThrottleInterval: '2 s',
    shutdownForceTime: '6 s',
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const background = [
    watchAccounts(db, client, config, log, signal),
    references.run(signal),
    reach.run(signal),
    keepBalance({ holdings, reach, rollCall, log }, signal),
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

/** Keeps to a fair share. While Temporal cannot give it anything, nobody is to leave anything to it. */
async function keepBalance(
  deps: { holdings: Holdings; reach: TemporalReach; rollCall: RollCall; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  const { holdings, reach, rollCall, log } = deps;
  while (!signal.aborted) {
    try {
      if (reach.isReached) await holdings.balance();
      else await rollCall.leave();
    } catch (error) {
      log.warn({ err: error }, 'share of the accounts not known');
    }
    await sleep(BALANCE_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Every account has a running workflow, however it came to be without one. */
async function watchAccounts(
  db: Database,
  client: Client,
  config: Config,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const account of await listAccounts(db)) {
        if (await ensureAccountWorkflow(client, account, config)) {
          log.info({ accountId: account.id }, 'account workflow started');
        }
      }
    } catch (error) {
      log.warn({ err: error }, 'accounts not watched');
    }
    await sleep(ACCOUNTS_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}
