import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { ORDER_TASK_QUEUE } from '../../../src/domain/task-queues.js';

/** Returns the identities of those who take the tasks of orders from a Temporal server. */
export async function pollersOf(connection: Connection): Promise<string[]> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace: 'default',
    taskQueue: { name: ORDER_TASK_QUEUE },
    taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  return pollers.map(({ identity }) => identity ?? '');
}
