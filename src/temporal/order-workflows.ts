import type { Client } from '@temporalio/client';
import { reconcileSignal } from '../../workflows/messages.js';
import type { OrderTracking } from '../../activities/dependencies.js';
import { orderWorkflowId } from '../domain/ids.js';
import { startOrderWorkflow, type OrderTiming } from './start-order.js';
import { unlessAbsent } from './unless-absent.js';

/** Gives activities access to the workflows that own orders. */
export function orderTracking(client: Client, timing: OrderTiming): OrderTracking {
  const handleOf = (accountId: number, clientOrderId: string) =>
    client.workflow.getHandle(orderWorkflowId(accountId, clientOrderId));
  return {
    wake: ({ accountId, clientOrderId }, source) =>
      unlessAbsent(async () => {
        await handleOf(accountId, clientOrderId).signal(reconcileSignal, source);
        return true;
      }, false),
    isTracked: ({ accountId, clientOrderId }) =>
      unlessAbsent(async () => {
        const { status } = await handleOf(accountId, clientOrderId).describe();
        return status.name === 'RUNNING';
      }, false),
    async tracked() {
      const ids = new Set<string>();
      // The list lags by about a second. Orders that are not on it are looked up one by one.
      const query = `WorkflowType = 'orderWorkflow' AND ExecutionStatus = 'Running'`;
      for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
        ids.add(workflowId);
      }
      return ids;
    },
    track: (request, strategyName, progress) =>
      startOrderWorkflow(client, request, strategyName, timing, progress),
  };
}
