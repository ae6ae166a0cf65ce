import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { LOCAL_STEP } from './local-step.js';

export const { placeOrder } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'submit once',
});
export const { resolveOrder } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'ask what became of the submission',
});
export const { verifyOrder } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'verify by REST and settle',
});
export const { cancelOrder } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'cancel on the exchange and settle',
});
export const { abandonOrder } = proxyLocalActivities<Activities>({
  ...LOCAL_STEP,
  summary: 'end it without the exchange',
});
