import { acceptSubmission } from '../../src/books/submissions.js';
import type { OrderRequest, OrderView } from '../../src/domain/order.js';
import { unfilled, type OrderProgress } from '../../src/domain/progress.js';
import { reachStep } from '../../src/observability/steps.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Settles the most frequent answer to a submission, "it rests, nothing is filled", in one
 * statement.
 *
 * @returns `undefined` when the order is not as it was left: then it must be settled by the long
 *   road
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
  return unfilled('NEW', { exchangeOrderId });
}
