import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

/** Long enough for a comparison with its five-second reads. Retried until Postgres is back. */
const local = {
  startToCloseTimeout: '45 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
} as const;

export const { syncAccount } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'compare open orders with the exchange',
});
export const { applyLateUpdates } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'count fills of orders that no workflow owns',
});
export const { scanTrades } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'look for fills that nobody told of',
});
export const { wakeOrders } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'have the orders ask for themselves',
});
