import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { isTerminal } from '../src/domain/order.js';
import { unfilled, type OrderProgress } from '../src/domain/progress.js';
import { Cancels } from './cancels.js';
import {
  abandonUpdate,
  cancelUpdate,
  fillSignal,
  reconcileSignal,
  statusQuery,
  type OrderWorkflowInput,
} from './messages.js';
import { describeWait, OrderDetails } from './order-details.js';
import { OrderNews } from './order-news.js';
import { abandonOrder, cancelOrder, placeOrder, resolveOrder, verifyOrder } from './order-steps.js';
import { Patience } from './patience.js';

const nothingYet = unfilled('PENDING', { retryAfterMs: 0 });

/** A first task whose first attempt ends has three events before it: the start and its own two. */
const EVENTS_OF_A_FIRST_ATTEMPT = 3;

/**
 * Owns one order from its request until its end is known and recorded: waits for news, makes one
 * step, and repeats. Handlers only record what came. One loop acts, so steps never overlap.
 */
export async function orderWorkflow(input: OrderWorkflowInput): Promise<OrderProgress> {
  const { request, staleAfterMs, carried } = input;
  let progress = carried?.progress ?? nothingYet;
  const news = new OrderNews(carried?.inbox, carried?.wokenBy);
  const cancels = new Cancels(input.pollIntervalMs, carried?.isCancelOwed);
  const patience = new Patience(input.pollIntervalMs, carried?.incompleteSince);
  const details = new OrderDetails(request);
  const { earlierOrderId } = input;
  const earlier = earlierOrderId === undefined ? {} : { earlierOrderId };
  // A worker that died in the first task may have sent the order. Its claim says so, unless the
  // database was put back to a backup since.
  const isRepeated = !carried && workflowInfo().historyLength > EVENTS_OF_A_FIRST_ATTEMPT;
  const mayHaveBeenSent = input.mayHaveBeenSent === true || isRepeated;

  setHandler(fillSignal, (updates) => news.hear(updates), {
    description: 'What the private stream reports about this order',
  });
  setHandler(reconcileSignal, (source) => news.wake(source), {
    description: 'Look at the exchange now',
  });
  setHandler(statusQuery, () => progress, { description: 'How the order stands' });
  const answered = async (number: number): Promise<OrderProgress> => {
    await condition(() => cancels.isAnswered(number) || isTerminal(progress.status));
    return progress;
  };
  setHandler(cancelUpdate, () => answered(cancels.ask()), {
    description: 'Cancel on the exchange',
  });
  setHandler(abandonUpdate, () => answered(cancels.abandon()), {
    description: 'End the order here, whatever the exchange says',
  });

  const step = async (): Promise<OrderProgress> => {
    const { isWithdrawn } = cancels;
    if (cancels.isAbandoned) {
      cancels.send();
      return abandonOrder({ order: request, known: progress });
    }
    // If the stream reports an order that seemed not to have arrived, it is settled, not resent.
    const isOut = progress.status !== 'PENDING' || news.hasUpdates;
    const { mayInfer } = patience;
    if ((isOut && cancels.isWaitedFor) || cancels.payIn(progress.status, Date.now()) === 0) {
      cancels.send();
      const before = progress.status;
      const result = await cancelOrder({ order: request, known: progress, mayInfer });
      // How the cancel went is no part of how the order stands, which later steps pass on.
      const { isCancelFailed: hasFailed = false, ...cancelled } = result;
      cancels.sent({ before, after: cancelled.status, hasFailed, now: Date.now() });
      return cancelled;
    }
    // Taken in every case: news that stays would end the next wait at once.
    const taken = news.take();
    if (!isOut) {
      // Once the exchange has been asked, its answers decide.
      const isDoubtful = mayHaveBeenSent && !progress.timesNotFound;
      const doubt = isDoubtful ? { mayHaveBeenSent: true, ...earlier } : {};
      return placeOrder({ request, staleAfterMs, isWithdrawn, ...doubt });
    }
    if (progress.status === 'UNKNOWN' && taken.updates.length === 0) {
      const { timesNotFound = 0 } = progress;
      return resolveOrder({ request, staleAfterMs, isWithdrawn, timesNotFound, ...earlier });
    }
    return verifyOrder({ order: request, ...taken, known: progress, mayInfer });
  };

  while (!isTerminal(progress.status)) {
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) {
      const { incompleteSince } = patience;
      const { updates: inbox, wokenBy } = news;
      const left = { inbox, wokenBy, incompleteSince, isCancelOwed: cancels.isOwed };
      await continueAsNew<typeof orderWorkflow>({ ...input, carried: { progress, ...left } });
    }
    const payInMs = cancels.payIn(progress.status, Date.now()) ?? Infinity;
    const waitMs = Math.min(patience.pauseAfter(progress), payInMs);
    const summary = describeWait(progress, waitMs, waitMs === payInMs);
    // The exchange asks for the pause before an order is sent again, so waking does not cut it
    // short.
    const isWoken = () => news.isWoken && progress.status !== 'PENDING';
    const hasNews = () => news.hasUpdates || isWoken() || cancels.isWaitedFor;
    const isHeard = waitMs === 0 || (await condition(hasNews, waitMs, { summary }));
    const before = progress;
    progress = await step();
    // The answer includes what filled before the cancel.
    if (!progress.isIncomplete) cancels.answer();
    patience.note(before, progress);
    details.show(progress, !isHeard);
  }

  // What comes before the end still counts, even while an answer goes out: a timer of a millisecond
  // may take the server a second, and whoever signals in that time learns that the workflow runs.
  let answersGone = 0;
  while (news.hasUpdates || answersGone < cancels.asked) {
    if (news.hasUpdates) {
      progress = await verifyOrder({ order: request, ...news.take(), known: progress });
      continue;
    }
    answersGone = cancels.asked;
    await condition(allHandlersFinished);
    // The answer goes out first. A workflow task that both answers an update and ends the workflow
    // fails as a whole when a signal comes meanwhile, such as the stream's report of the cancel.
    await sleep(1, { summary: 'the answer goes out first' });
  }
  await condition(allHandlersFinished);
  return progress;
}
