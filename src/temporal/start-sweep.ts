import type { Client } from '@temporalio/client';
import type { sweepWorkflow } from '../../workflows/sweep.js';
import { SWEEP_WORKFLOW_ID } from '../domain/ids.js';
import { ORDER_TASK_QUEUE } from '../domain/task-queues.js';
import { startOnce } from './start-once.js';

/** Makes sure that the one sweep is running. Returns whether this call started it. */
export function ensureSweepWorkflow(client: Client, sweepIntervalMs: number): Promise<boolean> {
  return startOnce(() =>
    client.workflow.start<typeof sweepWorkflow>('sweepWorkflow', {
      workflowId: SWEEP_WORKFLOW_ID,
      taskQueue: ORDER_TASK_QUEUE,
      args: [{ sweepIntervalMs }],
      staticSummary: 'repairs what nobody owns',
    }),
  );
}
