import { setFlagsFromString } from 'node:v8';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.js';
import { ClaimedOrders } from '../../activities/order/claimed-orders.js';
import { takeUpRepeated } from '../../activities/restore/repeated-request.js';
import { RestoreMemory } from '../../activities/restore/restore-memory.js';
import { watchRestores } from '../../activities/restore/watch-restores.js';
import { connectDatabase } from '../../drizzle/database.js';
import { Channel, createHint } from '../../drizzle/hints.js';
import { ExchangeGateway } from '../accounts/gateway.js';
import { logListingProblems, warmMarkets } from '../accounts/warm-markets.js';
import { runAlertSender } from '../alerts/alert-sender.js';
import { openChannels } from '../alerts/channels/open-channels.js';
import { FailureWatch } from '../alerts/failure-watch.js';
import { requireSetting, type Config } from '../config.js';
import { ORDER_TASK_QUEUE } from '../domain/task-queues.js';
import type { Logger } from '../observability/log.js';
import { repeat } from '../repeat.js';
import type { Running } from '../running.js';
import { accountTracking } from '../temporal/account-workflows.js';
import { connectClient } from '../temporal/client.js';
import { orderTracking } from '../temporal/order-workflows.js';
import { watchServer } from '../temporal/own-server.js';
import { registerSearchAttributes } from '../temporal/register-search-attributes.js';
import { ensureSweepWorkflow } from '../temporal/start-sweep.js';
import { sweepMarks } from '../temporal/sweep-marks.js';
import { connectWorker } from '../temporal/worker-connection.js';
import { DeliveryStarter } from './delivery-starter.js';
import { workflowCode } from './workflow-code.js';

/** How often this process compares the database with what it has seen of it. */
const RESTORE_LOOK_MS = 1_000;

/** Runs the Temporal worker of orders and accounts: their workflows, and the steps of orders. */
export async function runWorker(config: Config, log: Logger): Promise<Running> {
  const database = connectDatabase(requireSetting(config.databaseUrl, 'DATABASE_URL').reveal(), {
    name: 'worker',
    poolSize: 20,
  });
  logListingProblems(log);
  const gateway = new ExchangeGateway(
    database.db,
    requireSetting(config.secretsKey, 'SECRETS_KEY'),
    { readTimeoutMs: config.verifyTimeoutMs, syncIntervalMs: config.syncIntervalMs },
  );
  const [connection] = await Promise.all([
    connectWorker(config, log),
    warmMarkets(database.db, log),
  ]);
  await registerAttributes(config, log);
  if (!log.isLevelEnabled('debug')) recordNoWorkflowStacks();
  // This client uses the worker's own connection: the first task of what it starts then goes to
  // this worker.
  const client = new Client({ connection, namespace: config.temporalNamespace });
  const deps = {
    db: database.db,
    gateway,
    notifyOutbox: createHint(database.sql, Channel.outbox),
    orders: orderTracking(client, config),
    accounts: accountTracking(client),
    failures: new FailureWatch(database.db, log),
    claimed: new ClaimedOrders(),
    restores: new RestoreMemory(() => sweepMarks(client)),
    forgottenAfterMs: config.forgottenAfterMs,
    log,
  };
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: ORDER_TASK_QUEUE,
    ...workflowCode,
    activities: createActivities(deps),
    maxConcurrentLocalActivityExecutions: 100,
    // A task is held while its order's step waits for the exchange, so there must be room for many.
    maxConcurrentWorkflowTaskExecutions: 100,
    // An order's step that is under way is finished and settled before the process ends.
    shutdownGraceTime: '3 s',
    shutdownForceTime: '6 s',
  });
  const done = worker.run();
  const stopping = new AbortController();
  const { signal } = stopping;
  const background = [
    // The sweep is started again if somebody terminates it. A second start has no effect.
    repeat(
      () => ensureSweepWorkflow(client, config.sweepIntervalMs),
      { pauseMs: config.sweepIntervalMs, log, complaint: 'sweep not started yet' },
      signal,
    ),
    repeat(
      () => watchRestores(deps),
      { pauseMs: RESTORE_LOOK_MS, log, complaint: 'not known whether the database was restored' },
      signal,
    ),
    new DeliveryStarter(
      database,
      client,
      config,
      (request) => takeUpRepeated(deps, request),
      log,
    ).run(signal),
    runAlertSender({ db: database.db, channels: openChannels(config), log }, signal),
  ];
  log.info({ taskQueue: ORDER_TASK_QUEUE }, 'worker runs');
  return {
    done: Promise.race([done, watchServer(connection, config, signal)]),
    close: async () => {
      stopping.abort();
      await Promise.all(background);
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await done.catch(() => undefined);
      await connection.close();
      await database.close();
    },
  };
}

/**
 * Turns off stack traces in workflows. For the call stack in the Web UI, the SDK records a stack
 * trace of every promise that workflow code creates, mapped to the sources, which is a large part
 * of its work. An order's current details already say what it waits for. Only contexts that are
 * created from here on are affected, and those are the workflows'.
 */
function recordNoWorkflowStacks(): void {
  setFlagsFromString('--stack-trace-limit=0');
}

/**
 * Registers our search attributes. A managed Temporal may forbid that: they must then exist
 * already, or no workflow starts.
 */
async function registerAttributes(config: Config, log: Logger): Promise<void> {
  const { connection, close } = connectClient(config);
  try {
    await registerSearchAttributes(connection, config.temporalNamespace);
  } catch (error) {
    log.warn({ err: error }, 'search attributes not registered; see docs/operations.md');
  } finally {
    await close();
  }
}
