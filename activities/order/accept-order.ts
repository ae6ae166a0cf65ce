import { acceptSubmission } from '../../src/books/submissions.js';
import type { OrderRequest, OrderView } from '../../src/domain/order.js';
import { unfilled, type OrderProgress } from '../../src/domain/progress.js';
import { reachStep } from '../../src/observability/steps.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Settles the most frequent answer to a submission, an order that rests unfilled, in one statement.
 *
 * @returns `undefined` when the order has changed since it was claimed, so that `settleOrder` must
 *   settle the answer
 */
export async function acceptOrder(
  deps: Dependencies,
  request: OrderRequest,
  { exchangeOrderId }: OrderView,
): Promise<OrderProgress | undefined> {
  if (!(await acceptSubmission(deps.db, request, exchangeOrderId))) return undefined;
  const { accountId, clientOrderId } = request;
  reachStep({ boundary: 'after-commit', accountId, clientOrderId });
  deps.notifyOutbox();
  const { quantity, price } = request;
  return unfilled('NEW', { exchangeOrderId, terms: { quantity, price, termsAsOf: null } });
}
