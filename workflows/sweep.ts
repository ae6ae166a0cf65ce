import {
  allHandlersFinished,
  continueAsNew,
  proxyLocalActivities,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { SweepWorkflowInput } from './messages.js';

const { sweep } = proxyLocalActivities<Activities>({
  summary: 'look for what no workflow owns',
  // Thousands of orders are looked through; what is left is found by the next one.
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '10 s' },
});

/** Looks every half a minute for what has no owner, whatever the reason, and repairs it. */
export async function sweepWorkflow(input: SweepWorkflowInput): Promise<void> {
  setCurrentDetails('looks for orders, requests and stream sessions that nobody owns');
  for (;;) {
    await sweep();
    await sleep(input.sweepIntervalMs, { summary: 'until the next sweep' });
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) {
      await continueAsNew<typeof sweepWorkflow>(input);
    }
  }
}
