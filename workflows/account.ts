import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  log,
  ParentClosePolicy,
  setCurrentDetails,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { streamWorkflowId } from '../src/domain/ids.js';
import type { ScanReport } from '../src/domain/scan-report.js';
import { applyLateUpdates, scanTrades, syncAccount, wakeOrders } from './account-steps.js';
import { Comparisons } from './comparisons.js';
import { LateUpdates } from './late-updates.js';
import { Scans } from './scans.js';
import {
  lateUpdatesSignal,
  syncSignal,
  syncUpdate,
  type AccountWorkflowInput,
} from './messages.js';
import type { streamWorkflow } from './stream.js';

/**
 * Owns one account. Compares its open orders with the exchange's every few seconds, at every
 * (re)connect of its stream and on request, and applies what the stream reports about orders that
 * no workflow owns.
 */
export async function accountWorkflow(input: AccountWorkflowInput): Promise<void> {
  const { accountId, syncIntervalMs } = input;
  const late = new LateUpdates(input.late);
  const comparisons = new Comparisons(syncIntervalMs);
  const scans = new Scans();

  setHandler(lateUpdatesSignal, (updates) => late.hear(updates), {
    description: 'Stream messages of orders that no workflow owns',
  });
  setHandler(syncSignal, () => void comparisons.ask(), {
    description: 'Compare the open orders now',
  });
  setHandler(
    syncUpdate,
    async () => {
      const number = comparisons.ask();
      await condition(() => comparisons.isAnswered(number));
      return comparisons.report;
    },
    { description: 'Compare the open orders now, and report what was found' },
  );

  setCurrentDetails(`compares the open orders of **${input.accountName}**`);
  await holdStreamOf(input);
  const hasNews = () => late.hasFresh || comparisons.isWanted;
  for (;;) {
    const waitMs = Math.min(comparisons.waitMs, scans.waitMs);
    const summary = `the next comparison in ${Math.ceil(comparisons.waitMs / 1000)} s`;
    if (waitMs > 0 && !hasNews()) await condition(hasNews, waitMs, { summary });
    if (comparisons.isDue) {
      const round = comparisons.begin();
      const { failingForMs } = comparisons;
      const report = await syncAccount({ accountId, failingForMs });
      const { isWaking, isScanning, isMade } = comparisons.end(round, report);
      if (report.isRemoved) break;
      if (isWaking) await wakeOrders({ accountId });
      if (isScanning) scans.want();
      if (isMade) late.retry();
    }
    if (scans.isDue) scans.end(await scanOnce(accountId));
    if (late.hasFresh) {
      late.postpone(await applyLateUpdates({ accountId, updates: late.take() }));
    }
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) {
      await continueAsNew<typeof accountWorkflow>({ ...input, late: late.all });
    }
  }
  await condition(allHandlersFinished);
}

/** Reads the lists of fills on for one step. The next scan looks again if it fails. */
async function scanOnce(accountId: number): Promise<ScanReport | undefined> {
  try {
    return await scanTrades({ accountId });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('a step of reading the lists of fills failed', { accountId, error });
    return undefined;
  }
}

/** Starts the stream's workflow, which outlives the runs of this one, unless it runs already. */
async function holdStreamOf(input: AccountWorkflowInput): Promise<void> {
  const { accountId, accountName, renewIntervalMs } = input;
  try {
    await startChild<typeof streamWorkflow>('streamWorkflow', {
      workflowId: streamWorkflowId(accountId),
      args: [{ accountId, accountName, renewIntervalMs }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `private stream of ${accountName}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
