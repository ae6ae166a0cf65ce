/*
 * The steps of an order's life. Its workflow (`workflows/order.ts`) decides which step comes next:
 *
 *   placeOrder    sends the order, once
 *   resolveOrder  asks what became of a submission that was not answered clearly
 *   verifyOrder   after any news: asks by REST, merges it with what the stream reported, settles
 *   cancelOrder   cancels, then settles as verifyOrder does
 *   abandonOrder  ends the order because an operator says so, without the exchange
 *
 * They alone send and cancel. While an order's workflow runs, the activities of its account
 * (`activities/account`) read the exchange too, but leave what they find to these steps. A step
 * returns how the order stands (`OrderProgress`), which is all that the workflow knows about it.
 * Only the books write (`src/books`).
 *
 * O1  The order is a row before anything is sent.
 * O2  A claim on that row decides who may send. Whoever comes later asks the exchange instead.
 * O3  An order that may have arrived is never sent again until it is proven that it has not.
 * O4  Not found is not rejected: several answers must agree, the last after the request's expiry.
 *     And the refusal of a later submission is no proof about an earlier one: a look-up decides.
 * O5  Every step can be run again, wherever the run before died.
 * O6  What the exchange answers is returned, never thrown. A step throws only when it cannot record
 *     the answer, and Temporal then runs it again.
 */
import { noAccount } from '../../src/accounts/gateway.js';
import { claimSubmission, renewClaim, type WonClaim } from '../../src/books/claims.js';
import { ageOfRequest, markUnknown, releaseSubmission } from '../../src/books/submissions.js';
import { isAmended } from '../../src/domain/current-terms.js';
import { DenialCode, describeFault } from '../../src/domain/denial.js';
import { isTerminal, type OrderRequest, type Refusal } from '../../src/domain/order.js';
import { unfilled, type OrderProgress } from '../../src/domain/progress.js';
import { denialByMarket } from '../../src/exchange/market-denial.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { reachStep } from '../../src/observability/steps.js';
import type { Dependencies } from '../dependencies.js';
import { observeOrder } from '../observe.js';
import { attribute } from '../restore/attribute.js';
import { acceptOrder } from './accept-order.js';
import { denied, overtaken, refuseOrder } from './fail-order.js';
import { MAY_STILL_ARRIVE_MS, resolveOrder } from './resolve-order.js';
import { submissionAfter } from './submission-failures.js';

export interface PlaceOrderInput {
  readonly request: OrderRequest;
  /** An alert older than this is no longer traded. */
  readonly staleAfterMs: number;
  /** Whether somebody asked to cancel it before it was sent. */
  readonly isWithdrawn?: boolean;
  /** Whether a workflow of this order has run before, whatever its row says. */
  readonly mayHaveBeenSent?: boolean;
  /** The exchange's id of the order, as that workflow knew it. */
  readonly earlierOrderId?: string;
}

/**
 * Time from claim to send. A process that was frozen for longer must not send on an old claim: by
 * then, another may have found that the order never arrived, and have sent it.
 */
const CLAIM_VALID_MS = 3_000;

/**
 * Submits an order once: its row is written first (O1), then the exchange is asked once.
 *
 * Wherever the first run died, a second run never sends blindly: when the claim is taken, it asks
 * the exchange by client order id (O2, O5). So does a first run, when something says that the order
 * may have been sent before its row was written: a workflow that has run before, or a database that
 * was restored from a backup.
 */
export async function placeOrder(
  deps: Dependencies,
  {
    request,
    staleAfterMs,
    isWithdrawn = false,
    mayHaveBeenSent = false,
    ...earlier
  }: PlaceOrderInput,
): Promise<OrderProgress> {
  const claimedAt = Date.now();
  const claim = await claimSubmission(deps.db, request);
  if (claim.kind === 'known') await attribute(deps, request);
  const isFree = claim.kind === 'submit' && !isSuspicious(deps, request, claim);
  if (!isFree || mayHaveBeenSent) {
    const asked = { request, staleAfterMs, isWithdrawn, timesNotFound: 0, ...earlier };
    return resolveOrder(deps, asked);
  }
  const exchange = await deps.gateway.restFor(request.accountId).catch(noAccount);
  if (!exchange) return refuseOrder(deps, request, claim, accountRemoved);
  if (claim.restoredAgoMs !== null) {
    const found = await findEarlier(deps, exchange, request);
    if (found) return found;
  }
  const refusal = isWithdrawn
    ? withdrawn
    : !claim.hasDelivery
      ? unauthorised
      : (staleness(claim.ageMs, staleAfterMs) ?? (await refusalByMarket(deps, request)));
  if (refusal) return refuseOrder(deps, request, claim, refusal);
  const { mark, isDoubtful } = claim;
  const submission = {
    request,
    staleAfterMs,
    mark,
    isDoubtful,
    sendBefore: claimedAt + CLAIM_VALID_MS,
  };
  return Date.now() < submission.sendBefore
    ? submit(deps, exchange, submission)
    : submitLate(deps, exchange, submission);
}

/**
 * Returns whether the database may have been put back to an older backup a moment ago, whether or
 * not anybody has noticed: it says so, or it lacks the delivery, or this process knows of other
 * claims. Reads may not show yet what was sent right before. Several must agree (O4).
 */
function isSuspicious(deps: Dependencies, request: OrderRequest, claim: WonClaim): boolean {
  const { isFirst, hasDelivery, restoredAgoMs } = claim;
  const isAsRemembered = deps.claimed.win(request, isFirst);
  const isJustRestored = restoredAgoMs !== null && restoredAgoMs < MAY_STILL_ARRIVE_MS;
  return !isAsRemembered || isJustRestored || (isFirst && !hasDelivery);
}

/**
 * Looks for a submission that a restored database has forgotten.
 *
 * @returns how the order stands, or `undefined` when the exchange does not know it
 */
async function findEarlier(
  deps: Dependencies,
  exchange: ExchangeRest,
  request: OrderRequest,
): Promise<OrderProgress | undefined> {
  try {
    const view = await exchange.fetchOrder(request);
    return view
      ? await observeOrder(deps, exchange, request, { view, fills: [], source: 'submit' })
      : undefined;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    await markUnknown(deps.db, request);
    const reason = `not sent, since the database was restored and the exchange does not say whether it has the order: ${error.message}`;
    return unfilled('UNKNOWN', { reason });
  }
}

interface Submission extends Pick<WonClaim, 'mark' | 'isDoubtful'> {
  readonly request: OrderRequest;
  readonly staleAfterMs: number;
  /** Until when its claim is good, in milliseconds since the epoch by this process's clock. */
  readonly sendBefore: number;
}

/**
 * Submits an order whose claim has grown old while the exchange was asked for its rules, or for an
 * earlier submission: the claim is renewed, unless another step holds it by now.
 */
async function submitLate(
  deps: Dependencies,
  exchange: ExchangeRest,
  submission: Submission,
): Promise<OrderProgress> {
  const { request, staleAfterMs } = submission;
  const renewedAt = Date.now();
  const mark = await renewClaim(deps.db, request, submission.mark);
  if (mark === undefined) return overtaken();
  const renewed = { ...submission, mark, sendBefore: renewedAt + CLAIM_VALID_MS };
  const refusal = staleness(await ageOfRequest(deps.db, request), staleAfterMs);
  return refusal ? refuseOrder(deps, request, renewed, refusal) : submit(deps, exchange, renewed);
}

async function submit(
  deps: Dependencies,
  exchange: ExchangeRest,
  submission: Submission,
): Promise<OrderProgress> {
  const { request, sendBefore } = submission;
  const { accountId, clientOrderId } = request;
  reachStep({ boundary: 'before-submit', accountId, clientOrderId });
  try {
    const answer = await exchange.submitOrder(request, { sendBefore });
    const { view, fills, isAcknowledgement = false } = answer;
    reachStep({ boundary: 'after-answer', accountId, clientOrderId });
    const isAsAsked = !isAmended({ ...request, termsAsOf: null }, view.current);
    const accepted = view.status === 'NEW' && isAsAsked && (await acceptOrder(deps, request, view));
    const progress =
      accepted || (await observeOrder(deps, exchange, request, { view, fills, source: 'submit' }));
    if (!progress) throw new Error('an intent that was just claimed must exist');
    // A bare acknowledgement says nothing about fills or a later rejection. Unless the stream
    // reports one, the workflow asks at once.
    const isToBeAsked = isAcknowledgement && !isTerminal(progress.status);
    return isToBeAsked ? { ...progress, isIncomplete: true } : progress;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    return afterFailure(deps, submission, error);
  }
}

/** Ends the order, has it sent again, or has the exchange asked: as the failure proves (O3, O6). */
async function afterFailure(
  deps: Dependencies,
  submission: Submission,
  failure: ExchangeFailure,
): Promise<OrderProgress> {
  const next = submissionAfter(failure);
  const { request, staleAfterMs, mark } = submission;
  const { clientOrderId } = request;
  const reason = failure.message;
  deps.log.warn({ err: failure, clientOrderId, next }, 'order not placed');
  switch (next.kind) {
    case 'refused': {
      const status = failure.origin === 'denied' ? 'DENIED' : 'REJECTED';
      return refuseOrder(deps, request, submission, { status, code: next.code, reason });
    }
    case 'retry':
      if ((await ageOfRequest(deps.db, request)) + next.afterMs > staleAfterMs) {
        const why = `it could be sent again in ${next.afterMs} ms only, which is more than ${staleAfterMs} ms after its alert: ${reason}`;
        return refuseOrder(deps, request, submission, denied(DenialCode.ORDER_STALE, why));
      }
      if (!(await releaseSubmission(deps.db, request, mark))) return overtaken();
      deps.claimed.giveBack(request, next.afterMs);
      return unfilled('PENDING', { retryAfterMs: next.afterMs, reason });
    case 'ask':
      await markUnknown(deps.db, request, next.isProven);
      return unfilled('UNKNOWN', { reason });
  }
}

/** Checks the market's rules. When they are not available, the exchange itself decides. */
async function refusalByMarket(deps: Dependencies, request: OrderRequest): Promise<Refusal | null> {
  const account = await deps.gateway.accountFor(request.accountId);
  try {
    const denial = await denialByMarket(account, request);
    return denial && denied(denial.code, describeFault(denial));
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, symbol: request.symbol }, 'market rules not available');
    return null;
  }
}

const accountRemoved = denied(DenialCode.TRADING_PAUSED, 'its account was removed');

const withdrawn = denied(DenialCode.ORDER_WITHDRAWN, 'it was cancelled before it was sent');

const unauthorised = denied(
  DenialCode.ORDER_NEVER_ARRIVED,
  'its alert is not in the database any more, and the exchange does not know it',
);

/** An alert that could not be placed in time becomes a failed order instead of a late trade. */
function staleness(ageMs: number, staleAfterMs: number): Refusal | null {
  if (ageMs <= staleAfterMs) return null;
  return denied(
    DenialCode.ORDER_STALE,
    `an order must be placed within ${staleAfterMs} ms of its alert, was ${Math.round(ageMs)} ms old`,
  );
}
