import type { Client } from '@temporalio/client';
import type { orderWorkflow } from '../../workflows/order.js';
import { SearchAttribute } from '../../workflows/search-attributes.js';
import { orderWorkflowId } from '../domain/ids.js';
import { describeOrder, type OrderRequest } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';
import { ORDER_TASK_QUEUE } from '../domain/task-queues.js';
import { latestProgress } from './latest-progress.js';
import { startOnce } from './start-once.js';

/** The intervals that an order's workflow is started with. */
export interface OrderTiming {
  readonly pollIntervalMs: number;
  readonly staleAfterMs: number;
}

/**
 * Starts the workflow that owns an order. A second start has no effect: the workflow's id is the
 * order's, and one that has run is never run again. Returns whether this call started it.
 *
 * @param open given for an order that no workflow owns and that may have had one: its progress, or
 *   `null` if it is not known to have been sent, so that the exchange is asked first. Only with
 *   this parameter may a new workflow follow one that has ended
 * @param earlierOrderId the exchange's id of the order, as an earlier workflow knew it
 */
export function startOrderWorkflow(
  client: Client,
  request: OrderRequest,
  strategyName: string | null,
  timing: OrderTiming,
  open?: OrderProgress | null,
  earlierOrderId?: string,
): Promise<boolean> {
  return startOnce(() =>
    client.workflow.start<typeof orderWorkflow>('orderWorkflow', {
      workflowId: orderWorkflowId(request.accountId, request.clientOrderId),
      taskQueue: ORDER_TASK_QUEUE,
      workflowIdReusePolicy: open === undefined ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE',
      // The first task comes with the answer if this process's worker has room for it.
      requestEagerStart: true,
      // The fields are picked by name, because operators read what a workflow is started with.
      args: [
        {
          request,
          pollIntervalMs: timing.pollIntervalMs,
          staleAfterMs: timing.staleAfterMs,
          ...(open ? { carried: { progress: open, inbox: [] } } : {}),
          ...(open === null ? { mayHaveBeenSent: true } : {}),
          ...(earlierOrderId === undefined ? {} : { earlierOrderId }),
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

/**
 * Starts the workflow of an order again, although one has run before. It asks the exchange before
 * it sends anything: by our id, and by the exchange's own that the earlier workflow knew, since an
 * amendment may have renamed the order.
 */
export async function startAgain(
  client: Client,
  request: OrderRequest,
  strategyName: string | null,
  timing: OrderTiming,
): Promise<boolean> {
  const earlier = await latestProgress(client, request);
  const id = earlier?.exchangeOrderId ?? undefined;
  return startOrderWorkflow(client, request, strategyName, timing, null, id);
}
