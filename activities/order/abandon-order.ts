import { endUnconfirmed } from '../../src/books/missing-orders.js';
import { DenialCode } from '../../src/domain/denial.js';
import type { OrderAddress } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import type { Dependencies } from '../dependencies.js';
import { settle } from '../observe.js';

export interface AbandonOrderInput {
  readonly order: OrderAddress;
  readonly known: OrderProgress;
}

/**
 * Ends an order because an operator says so, whatever the exchange says or does not say: nothing is
 * cancelled there. If the order lives on, its fills are counted as late fills.
 */
export async function abandonOrder(
  deps: Dependencies,
  { order, known }: AbandonOrderInput,
): Promise<OrderProgress> {
  const ended = await endUnconfirmed(deps.db, order, {
    code: DenialCode.ORDER_ABANDONED,
    reason: 'abandoned by an operator; nothing was cancelled on the exchange',
    source: 'admin',
  });
  if (ended) deps.notifyOutbox();
  // A second run finds the order ended.
  const standing = ended
    ? ended.progress
    : await settle(deps, order, { view: null, fills: [], source: 'admin' });
  return standing ?? { ...known, status: 'CANCELLED', isIncomplete: false };
}
