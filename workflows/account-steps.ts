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
  summary: 'look for fills that nobody reported',
});
export const { wakeOrders } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'have the orders ask for themselves',
});
