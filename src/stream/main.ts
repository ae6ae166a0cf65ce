import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { Client } from '@temporalio/client';
import { connectDatabase, type Database } from '../../drizzle/database.js';
import { listAccounts } from '../accounts/accounts.js';
import { requireSetting, type Config } from '../config.js';
import { STREAM_TASK_QUEUE } from '../domain/task-queues.js';
import type { Logger } from '../observability/log.js';
import { connectWorker } from '../temporal/client.js';
import { ensureAccountWorkflow } from '../temporal/start-account.js';
import type { Running } from '../worker/main.js';
import { createStreamActivities } from './activities.js';

/** Accounts added while the product runs have their stream this soon. */
const ACCOUNTS_INTERVAL_MS = 2_000;

/** Runs a stream worker: holds the private streams of as many accounts as Temporal hands it. */
export async function runStream(config: Config, log: Logger): Promise<Running> {
  const secretsKey = requireSetting(config.secretsKey, 'SECRETS_KEY');
  const database = connectDatabase(requireSetting(config.databaseUrl, 'DATABASE_URL').reveal(), {
    name: 'stream',
  });
  const connection = await connectWorker(config, log);
  // Signals go through the worker's connection: there is no need for a second one.
  const client = new Client({ connection, namespace: config.temporalNamespace });
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: STREAM_TASK_QUEUE,
    activities: createStreamActivities({
      db: database.db,
      client,
      secretsKey,
      log,
    }),
    maxConcurrentActivityTaskExecutions: 1_000,
    // Heartbeats are a lease: they must not be held back longer than a third of it.
    maxHeartbeatThrottleInterval: '2 s',
    defaultHeartbeatThrottleInterval: '2 s',
    shutdownForceTime: '6 s',
  });
  const stopping = new AbortController();
  const watching = watchAccounts(database.db, client, config, log, stopping.signal);
  const done = worker.run();
  log.info({ taskQueue: STREAM_TASK_QUEUE }, 'stream worker runs');
  return {
    done,
    close: async () => {
      stopping.abort();
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done.catch(() => undefined);
      await watching;
      await connection.close();
      await database.close();
    },
  };
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
