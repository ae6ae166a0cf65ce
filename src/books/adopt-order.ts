import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { requestedFieldsOf, type OrderRequest } from '../domain/order.js';
import { markPlaced } from './attribution.js';
import { insertOrder } from './open-orders.js';
import { eventOfCreation } from './order-events.js';
import { changeWithEvents } from './outbox.js';

const adopt = changeWithEvents(
  'adopt_order',
  insertOrder({
    exchangeOrderId: sql`${sql.placeholder('exchangeOrderId')}`,
    termsAsOf: sql`${sql.placeholder('termsAsOf')}::timestamptz`,
    status: sql`'NEW'`,
  }),
);

/**
 * Records an order that the exchange has and no table knows, as open and unfilled. If it is of a
 * delivery, as after a restore, that delivery is placed herewith.
 *
 * @param termsAsOf the exchange's time of the report that the terms are from, if it names one
 * @returns whether it was recorded; `false` when it is there already
 */
export async function adoptOpenOrder(
  db: Database,
  request: OrderRequest,
  exchangeOrderId: string,
  termsAsOf: string | null,
): Promise<boolean> {
  const created = eventOfCreation(request, exchangeOrderId, 'sync');
  const values = { ...requestedFieldsOf(request), exchangeOrderId, termsAsOf };
  const isNew = await adopt(db, values, [created]);
  // If this is lost, the claim of the delivery finds the order's row.
  if (isNew && request.strategyId !== null) await markPlaced(db, request);
  return isNew;
}
