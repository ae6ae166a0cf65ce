import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { sweepWorkflow } from '../../workflows/sweep.js';
import { SWEEP_WORKFLOW_ID } from '../domain/ids.js';
import { ORDER_TASK_QUEUE } from '../domain/task-queues.js';

/** Makes sure that the one sweep runs. */
export async function ensureSweepWorkflow(client: Client, sweepIntervalMs: number): Promise<void> {
  try {
    await client.workflow.start<typeof sweepWorkflow>('sweepWorkflow', {
      workflowId: SWEEP_WORKFLOW_ID,
      taskQueue: ORDER_TASK_QUEUE,
      args: [{ sweepIntervalMs }],
      staticSummary: 'repairs what nobody owns',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
