import { claimSubmission } from '../../src/books/claims.js';
import {
  ageOfRequest,
  giveUpSubmission,
  markDoubtful,
  markUnknown,
  submissionOf,
  type Submission,
} from '../../src/books/submissions.js';
import { raiseAlert } from '../../src/alerts/raise-alert.js';
import { AlertCode } from '../../src/domain/alert.js';
import { DenialCode } from '../../src/domain/denial.js';
import {
  describeOrder,
  isAccepted,
  type OrderRequest,
  type OrderView,
} from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { denied, failOrder, overtaken } from './fail-order.js';
import type { Dependencies } from '../dependencies.js';
import { observeOrder } from '../observe.js';

export interface ResolveOrderInput {
  readonly request: OrderRequest;
  readonly staleAfterMs: number;
  /** Whether somebody asked to cancel it: if it never arrived, it is not sent again. */
  readonly isWithdrawn: boolean;
  /** How many times in a row the exchange has said that it does not know the order. */
  readonly timesNotFound: number;
  /** The exchange's id of the order, as an earlier workflow knew it. */
  readonly earlierOrderId?: string;
}

/**
 * For this long after a submission, the exchange may have the order although it denies it: a signed
 * request is valid for its receive window (5 s, and a second for clocks), and reads lag behind
 * writes. Sending again too soon trades twice, since a client order id can be used again once its
 * order has filled.
 */
export const MAY_STILL_ARRIVE_MS = 12_000;
/**
 * The same once nothing is to be sent any more: a later submission was refused, the order was
 * withdrawn, or it is too late. There is no hurry, and reads of some exchanges have lagged for half
 * a minute.
 */
const MAY_STILL_TURN_UP_MS = 60_000;
/** How many answers in a row must agree, the last of them after that time. */
export const ANSWERS_THAT_AGREE = 4;
/** An exchange takes seconds. The operator should know when it takes longer. */
const ALERT_AFTER_MS = 60_000;

/**
 * Asks the exchange what became of an order whose submission was not answered clearly.
 *
 * Not found is not rejected (O4): the order counts as never arrived only when several answers in a
 * row agree, the last of them after the submission can no longer arrive. Only then is it sent again
 * (O3), if the alert is still fresh enough.
 */
export async function resolveOrder(
  deps: Dependencies,
  { request, staleAfterMs, isWithdrawn, timesNotFound, earlierOrderId }: ResolveOrderInput,
): Promise<OrderProgress> {
  const exchange = await deps.gateway.restFor(request.accountId);
  const known = await standing(deps, exchange, request);
  if (isAccepted(known.status)) return known;
  // Read before the question: the answer says nothing about what is sent after it, and a stall
  // after it is no time that was waited.
  const submission = await submissionOf(deps.db, request);
  try {
    const view = await lookUp(exchange, request, earlierOrderId);
    if (view) {
      const found = { view, fills: [], source: 'submit' as const };
      return (await observeOrder(deps, exchange, request, found)) ?? known;
    }
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    return stayUnknown(deps, request, submission, known, error.message);
  }
  const asked = { ...known, timesNotFound: timesNotFound + 1 };
  return afterNotFound(deps, request, submission, isWithdrawn ? null : staleAfterMs, asked);
}

/** An amendment may have renamed the order: then only the exchange's own id finds it. */
async function lookUp(
  exchange: ExchangeRest,
  request: OrderRequest,
  earlierOrderId: string | undefined,
): Promise<OrderView | null> {
  const named = await exchange.fetchOrder(request);
  if (named || earlierOrderId === undefined) return named;
  return exchange.fetchOrder({ ...request, exchangeOrderId: earlierOrderId });
}

/**
 * Returns how the order stands by its row. A database that was restored from an older backup may
 * lack the row, although the order may have been sent: it is written again before anything else.
 */
async function standing(
  deps: Dependencies,
  exchange: ExchangeRest,
  request: OrderRequest,
): Promise<OrderProgress> {
  const look = () =>
    observeOrder(deps, exchange, request, { view: null, fills: [], source: 'submit' });
  const known = await look();
  if (known) return known;
  await claimSubmission(deps.db, request);
  await markDoubtful(deps.db, request);
  const again = await look();
  if (!again) throw new Error('an order with a claim must be in some table');
  return again;
}

/**
 * @param submission as it was before the exchange was asked
 * @param staleAfterMs `null` when the order was withdrawn and so must not be sent again
 */
async function afterNotFound(
  deps: Dependencies,
  request: OrderRequest,
  submission: Submission,
  staleAfterMs: number | null,
  known: OrderProgress,
): Promise<OrderProgress> {
  const { mark, ageMs, isProven, refusal } = submission;
  const isFresh = staleAfterMs !== null && (await ageOfRequest(deps.db, request)) < staleAfterMs;
  const patienceMs = isFresh && !refusal ? MAY_STILL_ARRIVE_MS : MAY_STILL_TURN_UP_MS;
  const mayArrive =
    ageMs !== null && (ageMs < patienceMs || (known.timesNotFound ?? 0) < ANSWERS_THAT_AGREE);
  if (isProven || mayArrive) {
    const reason = 'the exchange does not know the order yet';
    return stayUnknown(deps, request, submission, known, reason);
  }
  if (refusal) return failOrder(deps, request, mark, refusal);
  if (staleAfterMs === null) {
    const why = 'it was cancelled, and the exchange does not know it';
    return failOrder(deps, request, mark, denied(DenialCode.ORDER_WITHDRAWN, why));
  }
  if (isFresh) {
    if (!(await giveUpSubmission(deps.db, request, mark))) return overtaken();
    deps.claimed.giveBack(request, 0);
    return { ...known, status: 'PENDING', retryAfterMs: 0, reason: 'the order never arrived' };
  }
  const why = 'the exchange does not know the order, and it is too late to send it again';
  return failOrder(deps, request, mark, denied(DenialCode.ORDER_NEVER_ARRIVED, why));
}

/** Leaves the order UNKNOWN, and alerts the operator when that lasts long. */
async function stayUnknown(
  deps: Dependencies,
  request: OrderRequest,
  { ageMs }: Submission,
  known: OrderProgress,
  reason: string,
): Promise<OrderProgress> {
  await markUnknown(deps.db, request);
  if (ageMs !== null && ageMs > ALERT_AFTER_MS) {
    const { accountId, clientOrderId } = request;
    await raiseAlert(deps.db, {
      accountId,
      clientOrderId,
      code: AlertCode.ORDER_UNKNOWN,
      subject: clientOrderId,
      message: `${describeOrder(request)}: nobody knows after a minute whether the exchange has order ${clientOrderId} (${reason}). It is asked on; look at the exchange's own page`,
    });
  }
  return { ...known, status: 'UNKNOWN', reason };
}
