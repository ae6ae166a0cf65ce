import {
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { cancelUpdate } from '../../workflows/messages.js';
import type { Config } from '../config.js';
import { isTerminal, type OrderStatus } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';
import type { OrderRow } from '../queries/find-order.js';
import { connectClient } from '../temporal/client.js';

/** Longer than a cancel takes on a slow exchange; a worker that is away is told of sooner or later. */
const WAIT_MS = 20_000;

/**
 * Asks an order's workflow to cancel it and waits for the exchange's answer.
 *
 * @throws Error with the next step when the order has ended, or nobody answers
 */
export async function cancelOrder(config: Config, order: OrderRow): Promise<OrderProgress> {
  if (isTerminal(order.status as OrderStatus)) {
    throw new Error(`the order has ended as ${order.status}; there is nothing to cancel`);
  }
  const temporal = connectClient(config);
  try {
    const progress = await temporal.client.withDeadline(Date.now() + WAIT_MS, () =>
      temporal.client.workflow.getHandle(order.workflowId).executeUpdate(cancelUpdate),
    );
    if (isTerminal(progress.status)) return progress;
    throw new Error(
      `the exchange has not confirmed the cancel (${progress.reason ?? progress.status}); try again`,
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      throw new Error('no workflow tracks the order right now; try again in half a minute', {
        cause: error,
      });
    }
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw new Error(
        'no worker has answered yet; the cancel is carried out when one is back (`order show` tells)',
        { cause: error },
      );
    }
    throw error;
  } finally {
    await temporal.close();
  }
}
