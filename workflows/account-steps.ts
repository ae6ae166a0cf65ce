import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { LOCAL_STEP } from './local-step.js';

export const { syncAccount } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'compare open orders with the exchange',
});
export const { applyLateUpdates } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'count fills of orders that no workflow owns',
});
export const { scanTrades } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  // A step that cannot be done must not keep the comparisons waiting; the next scan tries again.
  retry: { ...LOCAL_STEP.retry, maximumAttempts: 3 },
  summary: 'look for fills that nobody reported',
});
export const { wakeOrders } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'have the orders ask for themselves',
});
