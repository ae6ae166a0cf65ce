import { attributeOrder } from '../../src/books/attribution.js';
import type { OrderRequest } from '../../src/domain/order.js';
import type { Dependencies } from '../dependencies.js';

/**
 * Gives an order to the strategy whose alert came again, if it was recorded without that alert.
 * Resolves with whether the order is recorded, so that there is nothing to place.
 */
export async function attribute(
  deps: Pick<Dependencies, 'db' | 'notifyOutbox'>,
  request: OrderRequest,
): Promise<boolean> {
  const isRecorded = await attributeOrder(deps.db, request);
  if (isRecorded) deps.notifyOutbox();
  return isRecorded;
}
