import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterEach, beforeAll, expect, inject, it } from 'vitest';
import type { Activities } from '../../activities/index.js';
import type { ScanReport } from '../../src/domain/scan-report.js';
import type { SyncReport } from '../../src/domain/sync-report.js';
import { ORDER_TASK_QUEUE } from '../../src/domain/task-queues.js';
import { createLogger } from '../../src/observability/log.js';
import { installRuntime } from '../../src/temporal/runtime.js';
import { workflowCode } from '../../src/worker/workflow-code.js';
import type { accountWorkflow } from '../../workflows/account.js';
import { syncUpdate } from '../../workflows/messages.js';
import { eventually } from '../kit/eventually.js';
import { createNamespace } from '../kit/product/namespace.js';

const COMPARED: SyncReport = { inserted: [], updated: [], resolved: [] };
const FAILED: SyncReport = { ...COMPARED, problem: 'no answer' };
const POSTPONED_MS = 400;
const POSTPONED: SyncReport = { ...COMPARED, problem: 'no room', postponedForMs: POSTPONED_MS };
const NEVER_MS = 3_600_000;

let namespace: string;
beforeAll(async () => {
  namespace = await createNamespace();
});

let close: () => Promise<void> = () => Promise.resolve();
afterEach(() => close());

/** Runs the account's workflow with comparisons of these reports, and returns what it does. */
async function watch(
  name: string,
  syncIntervalMs: number,
  reports: readonly SyncReport[],
  scans: (ScanReport | Error)[] = [],
): Promise<{ steps: { name: string; at: number }[]; syncNow: () => Promise<SyncReport> }> {
  installRuntime(createLogger('worker', 'fatal'));
  const connection = await NativeConnection.connect({ address: inject('temporalAddress') });
  const steps: { name: string; at: number }[] = [];
  const note = (step: string): void => {
    steps.push({ name: step, at: Date.now() });
  };
  const left = [...reports];
  const activities: Pick<Activities, 'syncAccount' | 'scanTrades' | 'wakeOrders'> = {
    syncAccount: () => {
      note('compare');
      return Promise.resolve(left.shift() ?? COMPARED);
    },
    scanTrades: () => {
      note('scan');
      const next = scans.shift() ?? { hasMore: false };
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    wakeOrders: () => Promise.resolve(note('wake')),
  };
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: ORDER_TASK_QUEUE,
    activities,
    ...workflowCode,
    shutdownForceTime: '5 s',
  });
  const done = worker.run();
  const client = new Client({ connection, namespace });
  const handle = await client.workflow.start<typeof accountWorkflow>('accountWorkflow', {
    workflowId: name,
    taskQueue: ORDER_TASK_QUEUE,
    args: [{ accountId: 1, accountName: name, renewIntervalMs: NEVER_MS, syncIntervalMs }],
  });
  close = async () => {
    await handle.terminate();
    worker.shutdown();
    await done;
    await connection.close();
  };
  return { steps, syncNow: () => handle.executeUpdate(syncUpdate) };
}

const namesOf = (steps: readonly { name: string }[]) => steps.map(({ name }) => name);

it('makes a postponed comparison when its time has come, and the orders sleep on', async () => {
  const reports = [POSTPONED, POSTPONED, POSTPONED];
  const { steps } = await watch('postponed', NEVER_MS, reports);
  // A comparison that was asked for comes with a look at the list of fills.
  await eventually('the comparison', () => namesOf(steps).includes('scan'));
  expect(namesOf(steps)).toEqual(['compare', 'compare', 'compare', 'compare', 'scan']);
  const [first, second] = steps;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(POSTPONED_MS - 10);
});

it('answers whoever asks that there is no room for a comparison', async () => {
  const { steps, syncNow } = await watch('asked', NEVER_MS, [COMPARED, POSTPONED]);
  await eventually('the first comparison', () => namesOf(steps).includes('scan'));
  expect(await syncNow()).toMatchObject({ problem: 'no room' });
});

it('wakes the orders when comparisons fail', async () => {
  const { steps } = await watch('failing', 100, [FAILED, FAILED]);
  await eventually('the orders are woken', () => namesOf(steps).includes('wake'));
  expect(namesOf(steps).slice(0, 3)).toEqual(['compare', 'compare', 'wake']);
});

it('compares in time while a list of fills is read that does not end', async () => {
  const endless = Array.from({ length: 100_000 }, (): ScanReport => ({ hasMore: true }));
  const { steps, syncNow } = await watch('long-list', 100, [], endless);
  const comparisons = () => namesOf(steps).filter((step) => step === 'compare').length;
  await eventually('the comparisons', () => comparisons() > 2);
  expect(namesOf(steps).filter((step) => step === 'scan').length).toBeGreaterThan(1);
  expect(await syncNow()).toEqual(COMPARED);
});

it('goes on comparing, and scans again, when a scan cannot be made', async () => {
  const broken = Array.from({ length: 3 }, () => new Error('too many parameters'));
  const { steps, syncNow } = await watch('broken-scan', 100, [], broken);
  await eventually(
    'the scan after it',
    () => namesOf(steps).filter((s) => s === 'scan').length > 3,
  );
  expect(await syncNow()).toEqual(COMPARED);
  expect(namesOf(steps).filter((step) => step === 'compare').length).toBeGreaterThan(3);
});

it('waits with the next part of a list for as long as the limits want', async () => {
  const { steps } = await watch('paused-scan', NEVER_MS, [], [{ hasMore: true, pauseMs: 300 }]);
  await eventually('both parts', () => namesOf(steps).filter((s) => s === 'scan').length === 2);
  const [first, second] = steps.filter(({ name }) => name === 'scan');
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(290);
});
