import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { requestedFieldsOf, type OrderRequest } from '../domain/order.js';
import { markPlaced } from './attribution.js';
import { deleteOpenOrder, insertOrder } from './open-orders.js';
import { eventOfCreation } from './order-events.js';
import { hasOutcome } from './outcome.js';
import { appendEvents } from './outbox.js';

const adopt = sqlStatement<{ id: string }>(
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
 * @returns whether it was recorded; `false` when it is there already, or has ended
 */
export async function adoptOpenOrder(
  db: Database,
  request: OrderRequest,
  exchangeOrderId: string,
  termsAsOf: string | null,
): Promise<boolean> {
  const created = eventOfCreation(request, exchangeOrderId, 'sync');
  const values = { ...requestedFieldsOf(request), exchangeOrderId, termsAsOf };
  const isNew = await db.transaction(async (tx) => {
    if ((await adopt(tx, values)).length === 0) return false;
    // Whoever found it missing looked earlier: its own workflow may have ended it since. This is
    // looked up after the insert, which waits for a settlement that is deleting the row.
    if (await hasOutcome(tx, request)) {
      await deleteOpenOrder(tx, request);
      return false;
    }
    await appendEvents(tx, [created]);
    return true;
  });
  // If this is lost, the claim of the delivery finds the order's row.
  if (isNew && request.strategyId !== null) await markPlaced(db, request);
  return isNew;
}
