import type { Client } from '@temporalio/client';
import { reconcileSignal } from '../../workflows/messages.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { ChangeSource, OrderKey } from '../domain/order.js';
import { unlessAbsent } from './unless-absent.js';

/** Has an order's workflow look at the exchange now. Returns `false` when none runs. */
export function wakeOrder(
  client: Client,
  { accountId, clientOrderId }: OrderKey,
  source: ChangeSource,
): Promise<boolean> {
  const workflow = client.workflow.getHandle(orderWorkflowId(accountId, clientOrderId));
  return unlessAbsent(async () => {
    await workflow.signal(reconcileSignal, source);
    return true;
  }, false);
}
