import type { Client } from '@temporalio/client';
import type { orderWorkflow } from '../../workflows/order.js';
import { SearchAttribute } from '../../workflows/search-attributes.js';
import { orderWorkflowId } from '../domain/ids.js';
import { describeOrder, type OrderRequest } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';
import { ORDER_TASK_QUEUE } from '../domain/task-queues.js';
import { startOnce } from './start-once.js';

/** Intervals that an order's workflow is started with. */
export interface OrderTiming {
  readonly pollIntervalMs: number;
  readonly staleAfterMs: number;
}

/**
 * Starts the workflow that owns an order. Starting twice is starting once: the id is the order's,
 * and one that has run is never run again. Returns whether it was started now.
 *
 * @param open given for an order that is open although no workflow owns it: how it stands, or
 *   `null` when it may not have been sent. Only then may a workflow that has ended be followed by
 *   another
 */
export function startOrderWorkflow(
  client: Client,
  request: OrderRequest,
  strategyName: string | null,
  timing: OrderTiming,
  open?: OrderProgress | null,
): Promise<boolean> {
  return startOnce(() =>
    client.workflow.start<typeof orderWorkflow>('orderWorkflow', {
      workflowId: orderWorkflowId(request.accountId, request.clientOrderId),
      taskQueue: ORDER_TASK_QUEUE,
      workflowIdReusePolicy: open === undefined ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE',
      // The first task comes with the answer when this process's worker has room for it.
      requestEagerStart: true,
      // Picked by name: operators read what a workflow is started with.
      args: [
        {
          request,
          pollIntervalMs: timing.pollIntervalMs,
          staleAfterMs: timing.staleAfterMs,
          ...(open ? { carried: { progress: open, inbox: [] } } : {}),
        },
      ],
      staticSummary: describeOrder(request),
      staticDetails:
        `${request.orderType} order of strategy ${strategyName ?? 'none'}, ` +
        `client order id \`${request.clientOrderId}\``,
      typedSearchAttributes: [
        { key: SearchAttribute.account, value: request.accountName },
        { key: SearchAttribute.symbol, value: request.symbol },
        { key: SearchAttribute.side, value: request.side },
        { key: SearchAttribute.orderType, value: request.orderType },
        { key: SearchAttribute.status, value: open?.status ?? 'PENDING' },
        { key: SearchAttribute.clientOrderId, value: request.clientOrderId },
        ...(strategyName === null ? [] : [{ key: SearchAttribute.strategy, value: strategyName }]),
      ],
    }),
  );
}
