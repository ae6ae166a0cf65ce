/*
 * The steps of an order's life. Its workflow (`workflows/order.ts`) decides which one comes next,
 * and they alone speak to the exchange about it:
 *
 *   placeOrder    send it, once
 *   resolveOrder  ask what became of a submission that was not answered clearly
 *   verifyOrder   after any news: ask by REST, merge it with what the stream said, settle
 *   cancelOrder   cancel, then verify
 *
 * A step returns how the order stands (`OrderProgress`), which is all that the workflow knows of
 * it. What is written, the books write (`src/books`).
 *
 * O1  The intent is a row before anything is sent.
 * O2  Who may send is decided by one row's claim; whoever comes later asks the exchange instead.
 * O3  What may be out is never sent again, unless it is proven that it is not.
 * O4  Not found is not rejected: several answers must agree, the last after the request's expiry.
 * O5  Every step may be run again, from wherever the run before died.
 * O6  What the exchange answers is a value. Only what keeps us from writing it down is thrown, and
 *     tried again.
 */
import { claimSubmission } from '../../src/books/claims.js';
import {
  ageOfRequest,
  markUnknown,
  releaseSubmission,
  type Refusal,
} from '../../src/books/submissions.js';
import { DenialCode, describeFault } from '../../src/domain/denial.js';
import { isTerminal, type OrderRequest } from '../../src/domain/order.js';
import { unfilled, type OrderProgress } from '../../src/domain/progress.js';
import { denialByMarket } from '../../src/exchange/market-denial.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { reachStep } from '../../src/observability/steps.js';
import type { Dependencies } from '../dependencies.js';
import { observeOrder } from '../observe.js';
import { acceptOrder } from './accept-order.js';
import { denied, failOrder } from './fail-order.js';
import { resolveOrder } from './resolve-order.js';
import { submissionAfter } from './submission-failures.js';

export interface PlaceOrderInput {
  readonly request: OrderRequest;
  /** An alert older than this is not traded any more. */
  readonly staleAfterMs: number;
  /** Somebody asked to cancel it before it was sent. */
  readonly isWithdrawn?: boolean;
}

/** Between the claim and the send; a process frozen for longer must not send on an old claim. */
const CLAIM_VALID_MS = 3_000;
/** What was late a moment ago is at hand now. */
const SLOW_RULES_PAUSE_MS = 100;

/**
 * Submits an order once: the intent is written first (O1), then the exchange is asked once.
 *
 * Run again, at whatever point the first run died, it never sends blindly: a claim that is taken
 * means that the exchange is asked by client order id (O2, O5).
 */
export async function placeOrder(
  deps: Dependencies,
  { request, staleAfterMs, isWithdrawn = false }: PlaceOrderInput,
): Promise<OrderProgress> {
  const claimedAt = Date.now();
  const claim = await claimSubmission(deps.db, request);
  if (claim.kind !== 'submit') {
    return resolveOrder(deps, { request, staleAfterMs, isWithdrawn, timesNotFound: 0 });
  }
  const exchange = await deps.gateway.restFor(request.accountId);
  const refusal = isWithdrawn
    ? withdrawn
    : (staleness(claim.ageMs, staleAfterMs) ?? (await refusalByMarket(deps, request)));
  if (refusal) return failOrder(deps, request, refusal);
  if (Date.now() - claimedAt > CLAIM_VALID_MS) {
    await releaseSubmission(deps.db, request);
    const reason = 'the exchange was slow to name its rules';
    return unfilled('PENDING', { retryAfterMs: SLOW_RULES_PAUSE_MS, reason });
  }
  return submit(deps, exchange, request, staleAfterMs);
}

async function submit(
  deps: Dependencies,
  exchange: ExchangeRest,
  request: OrderRequest,
  staleAfterMs: number,
): Promise<OrderProgress> {
  const { accountId, clientOrderId } = request;
  reachStep({ boundary: 'before-submit', accountId, clientOrderId });
  try {
    const { view, fills, isAcknowledgement = false } = await exchange.submitOrder(request);
    reachStep({ boundary: 'after-answer', accountId, clientOrderId });
    const accepted = view.status === 'NEW' && (await acceptOrder(deps, request, view));
    const progress =
      accepted || (await observeOrder(deps, exchange, request, { view, fills, source: 'submit' }));
    if (!progress) throw new Error('an intent that was just claimed must exist');
    // It may have filled, or been rejected, by now: it is looked at at the stream's word, or at
    // once.
    const isToBeAsked = isAcknowledgement && !isTerminal(progress.status);
    return isToBeAsked ? { ...progress, isIncomplete: true } : progress;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    return afterFailure(deps, request, staleAfterMs, error);
  }
}

/**
 * Does what a failed submission proves: ends the order, has it sent again, or has the exchange
 * asked.
 */
async function afterFailure(
  deps: Dependencies,
  request: OrderRequest,
  staleAfterMs: number,
  failure: ExchangeFailure,
): Promise<OrderProgress> {
  const next = submissionAfter(failure);
  const { clientOrderId } = request;
  const reason = failure.message;
  deps.log.warn({ err: failure, clientOrderId, next }, 'order not placed');
  switch (next.kind) {
    case 'refused': {
      const status = failure.origin === 'denied' ? 'DENIED' : 'REJECTED';
      return failOrder(deps, request, { status, code: next.code, reason });
    }
    case 'retry':
      if ((await ageOfRequest(deps.db, request)) + next.afterMs > staleAfterMs) {
        const why = `it could be sent again in ${next.afterMs} ms only, which is more than ${staleAfterMs} ms after its alert: ${reason}`;
        return failOrder(deps, request, denied(DenialCode.ORDER_STALE, why));
      }
      await releaseSubmission(deps.db, request);
      return unfilled('PENDING', { retryAfterMs: next.afterMs, reason });
    case 'ask':
      await markUnknown(deps.db, request, next.isProven);
      return unfilled('UNKNOWN', { reason });
  }
}

/** Checks what the exchange would refuse; without its rules the exchange itself decides. */
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

const withdrawn = denied(DenialCode.ORDER_WITHDRAWN, 'it was cancelled before it was sent');

/** An alert that could not be placed in time becomes a failed order, not a late trade. */
function staleness(ageMs: number, staleAfterMs: number): Refusal | null {
  if (ageMs <= staleAfterMs) return null;
  return denied(
    DenialCode.ORDER_STALE,
    `an order must be placed within ${staleAfterMs} ms of its alert, was ${Math.round(ageMs)} ms old`,
  );
}
