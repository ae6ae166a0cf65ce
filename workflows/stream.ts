import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { STREAM_TASK_QUEUE } from '../src/domain/task-queues.js';
import type { StreamActivities, StreamWorkflowInput } from './messages.js';

const { holdStream } = proxyActivities<StreamActivities>({
  taskQueue: STREAM_TASK_QUEUE,
  summary: 'hold the private stream',
  // Long, since a stream is held as long as its account exists. The heartbeat notices a death.
  startToCloseTimeout: '3650 days',
  // The lease: a stream worker that is silent for this long loses the account to another one.
  heartbeatTimeout: '6 s',
  // Attempts add up over months of hand-overs, and a long pause would be time without a stream.
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '1 s' },
});

/**
 * Holds an account's private stream. It is a workflow of its own because the account's workflow
 * continues as new when its history has grown, which would cut the stream.
 */
export async function streamWorkflow(input: StreamWorkflowInput): Promise<void> {
  setCurrentDetails(`holds the private stream of **${input.accountName}**`);
  await holdStream(input);
}
