import type { Client } from '@temporalio/client';
import type { OrderTracking } from '../../activities/dependencies.js';
import { orderWorkflowId } from '../domain/ids.js';
import { startOrderWorkflow, type OrderTiming } from './start-order.js';
import { unlessAbsent } from './unless-absent.js';
import { wakeOrder } from './wake-order.js';

/** Gives activities access to the workflows that own orders. */
export function orderTracking(client: Client, timing: OrderTiming): OrderTracking {
  return {
    wake: (order, source) => wakeOrder(client, order, source),
    isTracked({ accountId, clientOrderId }) {
      const workflow = client.workflow.getHandle(orderWorkflowId(accountId, clientOrderId));
      return unlessAbsent(async () => (await workflow.describe()).status.name === 'RUNNING', false);
    },
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
