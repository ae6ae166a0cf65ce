import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { requestedFieldsOf, type OrderRequest } from '../domain/order.js';
import { insertOrder } from './open-orders.js';
import { eventOfCreation } from './order-events.js';
import { changeWithEvents } from './outbox.js';

const adopt = changeWithEvents(
  'adopt_order',
  insertOrder({ exchangeOrderId: sql`${sql.placeholder('exchangeOrderId')}`, status: sql`'NEW'` }),
);

/**
 * Records an order that the exchange has and no table knows, as open and unfilled.
 *
 * @returns whether it was recorded; `false` when it is there already
 */
export function adoptOpenOrder(
  db: Database,
  request: OrderRequest,
  exchangeOrderId: string,
): Promise<boolean> {
  const created = eventOfCreation(request, exchangeOrderId, 'sync');
  return adopt(db, { ...requestedFieldsOf(request), exchangeOrderId }, [created]);
}
