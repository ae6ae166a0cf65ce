import type { OrderAddress, OrderView } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import type { Dependencies } from '../dependencies.js';
import { verifyOrder } from './verify-order.js';

export interface CancelOrderInput {
  readonly order: OrderAddress;
  readonly known: OrderProgress;
  /** As for `verifyOrder`: cancels that keep failing must not keep fills from being inferred. */
  readonly mayInfer?: boolean;
}

/**
 * How an order stands after a cancel. Results from before the flag existed lack it: they count as
 * cancels that did not fail.
 */
export interface CancelResult extends OrderProgress {
  /** The exchange has not taken the cancel, or has not answered it; `reason` says why. */
  readonly isCancelFailed?: true;
}

/**
 * Asks the exchange to cancel an order, and settles how the order stands after that: a fill may
 * have come first. Cancelling twice has the effect of cancelling once.
 *
 * @returns how the order then stands; `reason` says why it is still open, if it is
 */
export async function cancelOrder(
  deps: Dependencies,
  { order, known, mayInfer = false }: CancelOrderInput,
): Promise<CancelResult> {
  const exchange = await deps.gateway.restFor(order.accountId);
  let problem: string | undefined;
  let answer: OrderView | null = null;
  try {
    answer = await exchange.cancelOrder({ ...order, exchangeOrderId: known.exchangeOrderId });
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    problem = error.message;
  }
  const progress = await verifyOrder(deps, {
    order,
    updates: [],
    source: 'admin',
    known,
    answer,
    mayInfer,
    isNothingToCancel: answer === null && problem === undefined,
  });
  if (problem === undefined) return progress;
  return { ...progress, reason: problem, isCancelFailed: true };
}
