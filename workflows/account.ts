import {
  condition,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { OrderUpdate } from '../src/domain/order.js';
import { STREAM_TASK_QUEUE } from '../src/domain/task-queues.js';
import { lateUpdatesSignal, type AccountWorkflowInput, type StreamActivities } from './messages.js';

const { holdStream } = proxyActivities<StreamActivities>({
  taskQueue: STREAM_TASK_QUEUE,
  summary: 'hold the private stream',
  // The stream is held for as long as the account exists; the heartbeat, not this, notices a death.
  startToCloseTimeout: '3650 days',
  // The lease: a stream worker that is silent for this long has lost the account to another.
  heartbeatTimeout: '6 s',
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
});

const { applyLateUpdates } = proxyLocalActivities<Activities>({
  summary: 'count late fills of settled orders',
  startToCloseTimeout: '45 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
});

/** Owns one account: its private stream, and whatever the stream tells of orders that have ended. */
export async function accountWorkflow(input: AccountWorkflowInput): Promise<void> {
  let late: readonly OrderUpdate[] = [];
  let isOver = false;
  setHandler(
    lateUpdatesSignal,
    (updates) => {
      late = [...late, ...updates];
    },
    { description: 'Stream messages of orders whose workflow has ended' },
  );
  setCurrentDetails(`holds the private stream of **${input.accountName}**`);
  const holding = holdStream(input).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await condition(() => late.length > 0 || isOver);
    const updates = late;
    late = [];
    if (updates.length > 0) await applyLateUpdates({ accountId: input.accountId, updates });
  }
  await holding;
}
