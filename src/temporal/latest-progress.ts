import { WorkflowFailedError, type Client } from '@temporalio/client';
import type { orderWorkflow } from '../../workflows/order.js';
import { statusQuery } from '../../workflows/messages.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderKey } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';
import { unlessAbsent } from './unless-absent.js';

/** Returns what the latest workflow of an order knows, or knew at its end, if there was one. */
export function latestProgress(
  client: Client,
  { accountId, clientOrderId }: OrderKey,
): Promise<OrderProgress | undefined> {
  const id = orderWorkflowId(accountId, clientOrderId);
  const workflow = client.workflow.getHandle<typeof orderWorkflow>(id);
  return unlessAbsent<OrderProgress | undefined>(async () => {
    const { status } = await workflow.describe();
    if (status.name === 'RUNNING') return workflow.query(statusQuery);
    try {
      return await workflow.result();
    } catch (error) {
      if (error instanceof WorkflowFailedError) return undefined; // somebody terminated it
      throw error;
    }
  }, undefined);
}
