import { DenialCode, type Denial } from '../../src/domain/errors.js';
import { checkRules } from '../../src/domain/market.js';
import { isTerminal, type OrderRequest } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { marketsOf } from '../../src/exchange/registry.js';
import { reachStep } from '../../src/observability/steps.js';
import { acceptOrder } from './accept-order.js';
import { failOrder } from './fail-order.js';
import type { Dependencies } from '../dependencies.js';
import { submissionAfter } from './submission-failures.js';
import { ageOfRequest, claimSubmission, markUnknown, releaseSubmission } from './submission.js';
import { observeOrder } from '../observe.js';
import { resolveOrder } from './resolve-order.js';

export interface PlaceOrderInput {
  readonly request: OrderRequest;
  /** An alert older than this is not traded any more. */
  readonly staleAfterMs: number;
  /** Somebody asked to cancel it before it was sent. */
  readonly isWithdrawn?: boolean;
}

/** Between the claim and the send; a process frozen for longer must not send on an old claim. */
const CLAIM_VALID_MS = 3_000;

/**
 * Submits an order once: the intent is written first, then the exchange is asked once.
 *
 * Run again, at whatever point the first run died, it never sends blindly: a claim that is taken means
 * that the exchange is asked by client order id.
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
  const denial = isWithdrawn
    ? withdrawn
    : (isStale(claim.ageMs, staleAfterMs) ?? (await findDenial(deps, request)));
  if (denial) {
    return failOrder(deps, request, {
      status: 'DENIED',
      code: denial.code,
      reason: `${denial.code}: ${denial.detail}`,
    });
  }
  if (Date.now() - claimedAt > CLAIM_VALID_MS) {
    await releaseSubmission(deps.db, request);
    return pending('the exchange was slow to name its rules', 100);
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
    // It may have filled, or been rejected, by now: it is looked at at the stream's word, or at once.
    const isToBeAsked = isAcknowledgement && !isTerminal(progress.status);
    return isToBeAsked ? { ...progress, isIncomplete: true } : progress;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    const next = submissionAfter(error);
    deps.log.warn({ err: error, clientOrderId: request.clientOrderId, next }, 'order not placed');
    switch (next.kind) {
      case 'refused':
        return failOrder(deps, request, {
          status: error.origin === 'denied' ? 'DENIED' : 'REJECTED',
          code: next.code,
          reason: error.message,
        });
      case 'retry':
        if ((await ageOfRequest(deps.db, request)) + next.afterMs > staleAfterMs) {
          return failOrder(deps, request, {
            status: 'DENIED',
            code: DenialCode.ORDER_STALE,
            reason: `${DenialCode.ORDER_STALE}: it could be sent again in ${next.afterMs} ms only, which is more than ${staleAfterMs} ms after its alert: ${error.message}`,
          });
        }
        await releaseSubmission(deps.db, request);
        return pending(error.message, next.afterMs);
      case 'ask':
        await markUnknown(deps.db, request, next.isProven);
        return {
          status: 'UNKNOWN',
          exchangeOrderId: null,
          filledQuantity: '0',
          isIncomplete: false,
          reason: error.message,
        };
    }
  }
}

/** Checks what the exchange would refuse; without its rules the exchange itself decides. */
async function findDenial(deps: Dependencies, request: OrderRequest): Promise<Denial | null> {
  const account = await deps.gateway.accountFor(request.accountId);
  try {
    const rules = await marketsOf(account).rulesFor(request.symbol);
    if (rules) return checkRules(rules, request);
    return {
      code: DenialCode.SYMBOL_NOT_LISTED,
      detail: `symbol must be listed on ${account.exchange} ${account.marketType}, was "${request.symbol}"`,
    };
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, symbol: request.symbol }, 'market rules not available');
    return null;
  }
}

const withdrawn: Denial = {
  code: DenialCode.ORDER_WITHDRAWN,
  detail: 'it was cancelled before it was sent',
};

/** An alert that could not be placed in time becomes a failed order, not a late trade. */
function isStale(ageMs: number, staleAfterMs: number): Denial | null {
  if (ageMs <= staleAfterMs) return null;
  return {
    code: DenialCode.ORDER_STALE,
    detail: `an order must be placed within ${staleAfterMs} ms of its alert, was ${Math.round(ageMs)} ms old`,
  };
}

function pending(reason: string, retryAfterMs: number): OrderProgress {
  return {
    status: 'PENDING',
    exchangeOrderId: null,
    filledQuantity: '0',
    isIncomplete: false,
    retryAfterMs,
    reason,
  };
}
