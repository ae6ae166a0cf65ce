import {
  allHandlersFinished,
  condition,
  continueAsNew,
  ParentClosePolicy,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { Activities } from '../activities/index.js';
import { streamWorkflowId } from '../src/domain/ids.js';
import type { OrderUpdate } from '../src/domain/order.js';
import type { SyncReport } from '../src/domain/sync-report.js';
import {
  lateUpdatesSignal,
  syncSignal,
  syncUpdate,
  type AccountWorkflowInput,
} from './messages.js';
import type { streamWorkflow } from './stream.js';

/** Covers a comparison with its five-second reads; retried until Postgres is back. */
const local = {
  startToCloseTimeout: '45 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
} as const;
const { syncAccount } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'compare open orders with the exchange',
});
const { applyLateUpdates } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'count fills of orders that no workflow owns',
});
const { scanTrades } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'look for fills that nobody told of',
});
const { wakeOrders } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'have the orders ask for themselves',
});

/** A scan costs a call per market: each fourth comparison has one, and each that somebody asked for. */
const COMPARISONS_PER_SCAN = 4;
/** One failure is a hiccup; at the second the orders go back to asking for themselves. */
const FAILURES_BEFORE_WAKING = 2;
/** A worker that was started anew may not have to wait any more. */
const LONGEST_POSTPONEMENT_MS = 60_000;

/**
 * Owns one account: has its open orders compared with the exchange's every few seconds, at every (re)connect
 * of its stream and on request; applies what the stream tells of orders that no workflow owns.
 */
export async function accountWorkflow(input: AccountWorkflowInput): Promise<void> {
  const { accountId, syncIntervalMs } = input;
  let late: readonly OrderUpdate[] = [];
  /** Waits for the next comparison: the exchange did not answer. */
  let postponed: readonly OrderUpdate[] = input.late ?? [];
  let asked = 1;
  let answered = 0;
  let report: SyncReport = { inserted: [], updated: [], resolved: [] };

  setHandler(
    lateUpdatesSignal,
    (updates) => {
      late = [...late, ...updates];
    },
    { description: 'Stream messages of orders that no workflow owns' },
  );
  setHandler(
    syncSignal,
    () => {
      asked += 1;
    },
    { description: 'Compare the open orders now' },
  );
  setHandler(
    syncUpdate,
    async () => {
      const mine = (asked += 1);
      await condition(() => answered >= mine);
      return report;
    },
    { description: 'Compare the open orders now, and tell what was found' },
  );

  setCurrentDetails(`compares the open orders of **${input.accountName}**`);
  await holdStreamOf(input);
  let comparisons = 0;
  let isScanOwed = false;
  let failures = 0;
  let lastGoodAt = Date.now();
  let nextAt = Date.now();
  for (;;) {
    const hasNews = () => late.length > 0 || asked > answered;
    const waitMs = Math.max(nextAt - Date.now(), 0);
    const summary = `the next comparison in ${Math.ceil(waitMs / 1000)} s`;
    if (waitMs > 0 && !hasNews()) await condition(hasNews, waitMs, { summary });
    if (asked > answered || Date.now() >= nextAt) {
      const serves = asked;
      const isDue: boolean =
        isScanOwed || serves > answered || comparisons % COMPARISONS_PER_SCAN === 0;
      report = await syncAccount({ accountId, failingForMs: Date.now() - lastGoodAt });
      answered = serves;
      if (report.isRemoved) break;
      const { postponedForMs } = report;
      isScanOwed = isDue && postponedForMs !== undefined;
      if (postponedForMs !== undefined) {
        // Not a failure: orders that asked for themselves would take what the comparison waits for.
        nextAt = Date.now() + Math.min(postponedForMs, LONGEST_POSTPONEMENT_MS);
      } else {
        nextAt = Date.now() + syncIntervalMs;
        failures = report.problem === undefined ? 0 : failures + 1;
        if (failures === 0) lastGoodAt = Date.now();
        if (failures === FAILURES_BEFORE_WAKING) await wakeOrders({ accountId });
        comparisons += 1;
        if (isDue && failures === 0) await scanTrades({ accountId });
        late = [...postponed, ...late];
        postponed = [];
      }
    }
    if (late.length > 0) {
      const updates = late;
      late = [];
      postponed = [...postponed, ...(await applyLateUpdates({ accountId, updates }))];
    }
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) {
      await continueAsNew<typeof accountWorkflow>({ ...input, late: [...postponed, ...late] });
    }
  }
  await condition(allHandlersFinished);
}

/** The stream outlives the runs of this workflow; where it is held already, it stays. */
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
