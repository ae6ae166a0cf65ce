import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { reconcileSignal } from '../../workflows/messages.js';
import type { OrderTracking } from '../../activities/dependencies.js';
import { orderWorkflowId } from '../domain/ids.js';
import { startOrderWorkflow, type OrderTiming } from './start-order.js';

/** Gives activities a hand on the workflows that own orders. */
export function orderTracking(client: Client, timing: OrderTiming): OrderTracking {
  const handleOf = (accountId: number, clientOrderId: string) =>
    client.workflow.getHandle(orderWorkflowId(accountId, clientOrderId));
  return {
    async wake({ accountId, clientOrderId }, source) {
      try {
        await handleOf(accountId, clientOrderId).signal(reconcileSignal, source);
        return true;
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        return false;
      }
    },
    async isTracked({ accountId, clientOrderId }) {
      try {
        return (await handleOf(accountId, clientOrderId).describe()).status.name === 'RUNNING';
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        return false;
      }
    },
    async tracked() {
      const ids = new Set<string>();
      // The list lags by about a second: who is not on it is asked about one by one.
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
