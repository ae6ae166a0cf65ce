import type { OrderRequest, OrderView } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import type { Dependencies } from '../dependencies.js';
import { verifyOrder } from './verify-order.js';

export interface CancelOrderInput {
  readonly order: Pick<OrderRequest, 'accountId' | 'clientOrderId' | 'symbol'>;
  readonly known: OrderProgress;
}

/**
 * Asks the exchange to cancel and settles what it then says of the order, which may be that it was
 * filled first. Cancelling twice is cancelling once.
 *
 * @returns the order as it then stands; `reason` says why when it is still open
 */
export async function cancelOrder(
  deps: Dependencies,
  { order, known }: CancelOrderInput,
): Promise<OrderProgress> {
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
  });
  return problem === undefined ? progress : { ...progress, reason: problem };
}
