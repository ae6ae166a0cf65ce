import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { STREAM_TASK_QUEUE } from '../src/domain/task-queues.js';
import type { StreamActivities, StreamWorkflowInput } from './messages.js';

const { holdStream } = proxyActivities<StreamActivities>({
  taskQueue: STREAM_TASK_QUEUE,
  summary: 'hold the private stream',
  // The stream is held for as long as the account exists; the heartbeat, not this, notices a death.
  startToCloseTimeout: '3650 days',
  // The lease: a stream worker that is silent for this long has lost the account to another.
  heartbeatTimeout: '6 s',
  // Attempts add up over months of handing on: a long pause would be one without a stream.
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '1 s' },
});

/**
 * Holds an account's private stream. A workflow of its own: the account's begins anew whenever its
 * history has grown, which would cut the stream.
 */
export async function streamWorkflow(input: StreamWorkflowInput): Promise<void> {
  setCurrentDetails(`holds the private stream of **${input.accountName}**`);
  await holdStream(input);
}
