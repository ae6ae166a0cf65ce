import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

/**
 * Local activities: with them, a step of an order costs one workflow task instead of three. They
 * are retried until Postgres is back. What the exchange answers is returned, never thrown.
 */
const local = {
  // Covers a submit (10 s) with the market rules (10 s) and the reads that follow it.
  startToCloseTimeout: '45 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
} as const;

export const { placeOrder } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'submit once',
});
export const { resolveOrder } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'ask what became of the submission',
});
export const { verifyOrder } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'verify by REST and settle',
});
export const { cancelOrder } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'cancel on the exchange and settle',
});
