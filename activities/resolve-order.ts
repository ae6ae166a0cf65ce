import { and, eq } from 'drizzle-orm';
import { openOrders } from '../drizzle/schema.js';
import { DenialCode } from '../src/domain/errors.js';
import type { OrderRequest } from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import { ExchangeFailure } from '../src/exchange/exchange.js';
import { failOrder } from './deny-order.js';
import type { Dependencies } from './dependencies.js';
import { markUnknown, releaseSubmission } from './intent.js';
import { observeOrder } from './observe.js';

export interface ResolveOrderInput {
  readonly request: OrderRequest;
  readonly staleAfterMs: number;
  /** Somebody asked to cancel it: if it never arrived, it is not sent again. */
  readonly isWithdrawn: boolean;
}

/**
 * Until this long after a submission the exchange may still have it although it says not: a signed
 * request is valid for its receive window (10 s), and reads may lag behind writes. Sending again too
 * soon trades twice, since a client order id may be used again once its order has filled.
 */
const MAY_STILL_ARRIVE_MS = 25_000;

/**
 * Asks the exchange what became of an order whose submission was not answered clearly.
 *
 * Not found is not rejected: only when the exchange still knows nothing after the submission can no
 * longer arrive is it taken as never arrived, and sent again while the alert is fresh enough.
 */
export async function resolveOrder(
  deps: Dependencies,
  { request, staleAfterMs, isWithdrawn }: ResolveOrderInput,
): Promise<OrderProgress> {
  const known = await observeOrder(deps, await deps.gateway.restFor(request.accountId), request, {
    view: null,
    fills: [],
    source: 'submit',
  });
  if (!known) throw new Error('an order with a claim must be in some table');
  if (known.status !== 'PENDING' && known.status !== 'UNKNOWN') return known;
  const exchange = await deps.gateway.restFor(request.accountId);
  try {
    const view = await exchange.fetchOrder(request);
    if (view) {
      const found = { view, fills: [], source: 'submit' as const };
      return (await observeOrder(deps, exchange, request, found)) ?? known;
    }
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    await markUnknown(deps.db, request);
    return { ...known, status: 'UNKNOWN', reason: error.message };
  }
  return afterNotFound(deps, request, isWithdrawn ? 0 : staleAfterMs, known);
}

async function afterNotFound(
  deps: Dependencies,
  request: OrderRequest,
  staleAfterMs: number,
  known: OrderProgress,
): Promise<OrderProgress> {
  const { submittedAt, isProven } = await submissionOf(deps, request);
  const mayArrive =
    submittedAt !== null && Date.now() - Date.parse(submittedAt) < MAY_STILL_ARRIVE_MS;
  if (isProven || mayArrive) {
    await markUnknown(deps.db, request);
    return { ...known, status: 'UNKNOWN', reason: 'the exchange does not know the order yet' };
  }
  if (Date.now() - Date.parse(request.receivedAt) < staleAfterMs) {
    await releaseSubmission(deps.db, request);
    return { ...known, status: 'PENDING', retryAfterMs: 0, reason: 'the order never arrived' };
  }
  return failOrder(deps, request, {
    status: 'DENIED',
    code: DenialCode.ORDER_NEVER_ARRIVED,
    reason: `${DenialCode.ORDER_NEVER_ARRIVED}: the exchange does not know the order, and it is too late to send it again`,
  });
}

async function submissionOf(
  deps: Dependencies,
  request: OrderRequest,
): Promise<{ submittedAt: string | null; isProven: boolean }> {
  const [row] = await deps.db
    .select({ submittedAt: openOrders.submittedAt, isProven: openOrders.isProven })
    .from(openOrders)
    .where(
      and(
        eq(openOrders.accountId, request.accountId),
        eq(openOrders.clientOrderId, request.clientOrderId),
      ),
    );
  return row ?? { submittedAt: null, isProven: false };
}
