import {
  allHandlersFinished,
  continueAsNew,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { marksQuery, type SweepWorkflowInput } from './messages.js';

const { sweep } = proxyLocalActivities<Activities>({
  summary: 'look for what no workflow owns',
  // Enough for thousands of orders. The next sweep finds what is left.
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '10 s' },
});

/** Finds every half a minute what has no owner, and gives it one. */
export async function sweepWorkflow(input: SweepWorkflowInput): Promise<void> {
  setCurrentDetails('looks for orders, requests and stream sessions that nobody owns');
  let { seen = {} } = input;
  setHandler(marksQuery, () => seen, { description: 'How far ids had been counted' });
  for (;;) {
    ({ marks: seen } = await sweep({ seen }));
    await sleep(input.sweepIntervalMs, { summary: 'until the next sweep' });
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) {
      await continueAsNew<typeof sweepWorkflow>({ ...input, seen });
    }
  }
}
