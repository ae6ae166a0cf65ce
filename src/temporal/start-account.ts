import type { Client } from '@temporalio/client';
import type { accountWorkflow } from '../../workflows/account.js';
import { SearchAttribute } from '../../workflows/search-attributes.js';
import { accountWorkflowId } from '../domain/ids.js';
import { ORDER_TASK_QUEUE } from '../domain/task-queues.js';
import { startOnce } from './start-once.js';

/** The intervals that an account's workflow is started with. */
export interface AccountTiming {
  readonly renewIntervalMs: number;
  readonly syncIntervalMs: number;
}

/** Makes sure that an account's workflow is running. Returns whether this call started it. */
export function ensureAccountWorkflow(
  client: Client,
  account: { id: number; name: string },
  timing: AccountTiming,
): Promise<boolean> {
  return startOnce(() =>
    client.workflow.start<typeof accountWorkflow>('accountWorkflow', {
      workflowId: accountWorkflowId(account.id),
      taskQueue: ORDER_TASK_QUEUE,
      args: [
        {
          accountId: account.id,
          accountName: account.name,
          renewIntervalMs: timing.renewIntervalMs,
          syncIntervalMs: timing.syncIntervalMs,
        },
      ],
      staticSummary: `open orders of ${account.name}`,
      typedSearchAttributes: [{ key: SearchAttribute.account, value: account.name }],
    }),
  );
}
