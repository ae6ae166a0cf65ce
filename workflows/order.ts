import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { isAccepted, isTerminal, type EventSource, type OrderUpdate } from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import {
  cancelUpdate,
  fillSignal,
  reconcileSignal,
  statusQuery,
  type OrderWorkflowInput,
} from './messages.js';
import { currentDetails, describeWait } from './order-details.js';
import { SearchAttribute } from './search-attributes.js';

/**
 * Local activities: an order's step costs one workflow task instead of three. They retry until
 * Postgres is back; what the exchange answers is a value, never a failure.
 */
const local = {
  // Covers a submit (10 s) with the market rules (10 s) and the reads that follow it.
  startToCloseTimeout: '45 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
} as const;
const { placeOrder } = proxyLocalActivities<Activities>({ ...local, summary: 'submit once' });
const { resolveOrder } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'ask what became of the submission',
});
const { verifyOrder } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'verify by REST and settle',
});
const { cancelOrder } = proxyLocalActivities<Activities>({
  ...local,
  summary: 'cancel on the exchange and settle',
});

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 3_000;
/** For about a minute an unclear order is asked about every three seconds, then at each poll. */
const FRUITLESS_BEFORE_RARE = 24;
/** While the account's open orders are compared every few seconds, an order need not ask for itself. */
const SYNCED_POLL_INTERVAL_MS = 1_800_000;
/** An exchange that reports fills names them within seconds; after this long they are inferred. */
const INFER_AFTER_MS = 60_000;

const nothingYet: OrderProgress = {
  status: 'PENDING',
  exchangeOrderId: null,
  filledQuantity: '0',
  isIncomplete: false,
  retryAfterMs: 0,
};

/** Owns one order from its request until its fate is known and written down. */
export async function orderWorkflow(input: OrderWorkflowInput): Promise<OrderProgress> {
  const { request, staleAfterMs } = input;
  let progress = input.carried?.progress ?? nothingYet;
  let inbox: readonly OrderUpdate[] = input.carried?.inbox ?? [];
  let incompleteSince = input.carried?.incompleteSince;
  let nudge: EventSource | undefined;
  let cancelsAsked = 0;
  let cancelsSent = 0;
  let cancelsAnswered = 0;
  /** A cancel came while nobody knew whether the order is out: should it turn up, it is cancelled. */
  let isCancelOwed = input.carried?.isCancelOwed ?? false;

  setHandler(
    fillSignal,
    (updates) => {
      inbox = [...inbox, ...updates];
    },
    { description: 'What the private stream told of this order' },
  );
  setHandler(
    reconcileSignal,
    (source) => {
      nudge = source;
    },
    { description: 'Look at the exchange now' },
  );
  setHandler(statusQuery, () => progress, { description: 'How the order stands' });
  setHandler(
    cancelUpdate,
    async () => {
      const mine = (cancelsAsked += 1);
      await condition(() => cancelsAnswered >= mine || isTerminal(progress.status));
      return progress;
    },
    { description: 'Cancel on the exchange' },
  );

  const take = (): VerifyPart => {
    const updates = inbox;
    const source = updates.length > 0 ? 'stream' : (nudge ?? 'poll');
    const isRoutine = updates.length === 0 && nudge === undefined;
    inbox = [];
    nudge = undefined;
    return { updates, source, isRoutine };
  };

  const mustCancel = (): boolean => isCancelOwed && isAccepted(progress.status);

  const step = async (): Promise<OrderProgress> => {
    const order = request;
    const isWithdrawn = cancelsAsked > 0 || isCancelOwed;
    // What the stream tells of an order that seemed not to be out is settled, not sent again.
    const isOut = progress.status !== 'PENDING' || inbox.length > 0;
    if ((isOut && cancelsAsked > cancelsSent) || mustCancel()) {
      cancelsSent = cancelsAsked;
      const cancelled = await cancelOrder({ order, known: progress });
      isCancelOwed = cancelled.status === 'UNKNOWN';
      return cancelled;
    }
    // Taken whatever is done with it: news that stayed would end the next wait at once.
    const news = take();
    if (!isOut) return placeOrder({ request, staleAfterMs, isWithdrawn });
    if (progress.status === 'UNKNOWN' && news.updates.length === 0) {
      const { timesNotFound = 0 } = progress;
      return resolveOrder({ request, staleAfterMs, isWithdrawn, timesNotFound });
    }
    const mayInfer = incompleteSince !== undefined && Date.now() - incompleteSince > INFER_AFTER_MS;
    return verifyOrder({ order, ...news, known: progress, mayInfer });
  };

  let fruitless = 0;
  let shown: string | undefined;
  for (;;) {
    const waitMs = mustCancel() ? 0 : pauseFor(progress, fruitless, input.pollIntervalMs);
    const summary = describeWait(progress, waitMs);
    // The pause before an order is sent again is the exchange's wish: a nudge does not cut it short.
    const isNudged = () => nudge !== undefined && progress.status !== 'PENDING';
    const hasNews = () => inbox.length > 0 || isNudged() || cancelsAsked > cancelsSent;
    const isHeard = waitMs === 0 || (await condition(hasNews, waitMs, { summary }));
    const before = progress;
    progress = await step();
    // What has filled before the cancel is part of the answer.
    if (!progress.isIncomplete) cancelsAnswered = cancelsSent;
    fruitless = isSame(before, progress) ? fruitless + 1 : 0;
    incompleteSince = progress.isIncomplete ? (incompleteSince ?? Date.now()) : undefined;
    setCurrentDetails(currentDetails(request, progress));
    // An upsert costs the server a write: an order that is settled before its first poll makes one.
    if (progress.status !== shown && (isTerminal(progress.status) || !isHeard)) {
      upsertSearchAttributes([{ key: SearchAttribute.status, value: progress.status }]);
      shown = progress.status;
    }
    if (isTerminal(progress.status)) break;
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) {
      const carried = { progress, inbox, incompleteSince, isCancelOwed };
      await continueAsNew<typeof orderWorkflow>({ ...input, carried });
    }
  }
  // What comes before the end still counts, also while an answer goes out: a timer of a millisecond may
  // take the server a second, and who signals meanwhile is told that the workflow runs.
  let answersGone = 0;
  while (inbox.length > 0 || answersGone < cancelsAsked) {
    if (inbox.length > 0) {
      progress = await verifyOrder({ order: request, ...take(), known: progress });
      continue;
    }
    answersGone = cancelsAsked;
    await condition(allHandlersFinished);
    // A workflow task that both answers an update and ends the workflow fails as a whole when a signal
    // comes meanwhile, as the stream's word of the cancel does: the answer goes out first.
    await sleep(1, { summary: 'the answer goes out first' });
  }
  await condition(allHandlersFinished);
  return progress;
}

interface VerifyPart {
  readonly updates: readonly OrderUpdate[];
  readonly source: EventSource;
  readonly isRoutine: boolean;
}

/** A resting order waits a poll interval; one whose state is unclear asks soon, then ever more rarely. */
function pauseFor(progress: OrderProgress, fruitless: number, pollIntervalMs: number): number {
  if (progress.status === 'PENDING') return progress.retryAfterMs ?? SHORTEST_PAUSE_MS;
  if (progress.status === 'UNKNOWN' || progress.isIncomplete) {
    const longest = fruitless < FRUITLESS_BEFORE_RARE ? LONGEST_PAUSE_MS : pollIntervalMs;
    return Math.min(SHORTEST_PAUSE_MS * 2 ** fruitless, longest, pollIntervalMs);
  }
  if (!progress.isSynced) return pollIntervalMs;
  // Scattered, so that orders which were woken together do not stay together.
  return Math.round(SYNCED_POLL_INTERVAL_MS * (0.8 + 0.4 * Math.random()));
}

function isSame(before: OrderProgress, after: OrderProgress): boolean {
  return before.status === after.status && before.filledQuantity === after.filledQuantity;
}
