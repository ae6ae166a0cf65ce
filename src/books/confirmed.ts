import { and, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import { failedOrders, trades } from '../../drizzle/schema.js';
import type { OrderKey } from '../domain/order.js';

/** A late fill moves an outcome from the first to the second. */
const OUTCOMES = [failedOrders, trades] as const;

/** Marks that the exchange was asked once more about an ended order, and had nothing to add. */
export async function markConfirmed(db: Database, key: OrderKey): Promise<void> {
  for (const table of OUTCOMES) {
    await db
      .update(table)
      .set({ confirmedAt: sql`now()` })
      .where(ofOrder(table, key));
  }
}

/** Notes that the exchange is being asked about an ended order, so that others come first now. */
export async function noteEndedAsked(db: Database, key: OrderKey): Promise<void> {
  for (const table of OUTCOMES) {
    await db
      .update(table)
      // The order has not changed by that.
      .set({ askedAt: sql`now()`, updatedAt: sql`${table.updatedAt}` })
      .where(ofOrder(table, key));
  }
}

/**
 * Has an ended order asked about again, since the exchange lists it as open: whatever was confirmed
 * before, it may fill.
 *
 * @param exchangeOrderId the exchange's id, which an order that never arrived did not have
 */
export async function askAgain(
  db: Database,
  key: OrderKey,
  exchangeOrderId: string,
): Promise<void> {
  const { confirmedAt } = failedOrders;
  await db
    .update(failedOrders)
    .set({
      confirmedAt: null,
      exchangeOrderId: sql`coalesce(${failedOrders.exchangeOrderId}, ${exchangeOrderId})`,
    })
    .where(
      and(
        ofOrder(failedOrders, key),
        or(isNotNull(confirmedAt), isNull(failedOrders.exchangeOrderId)),
      ),
    );
  await db
    .update(trades)
    .set({ confirmedAt: null })
    .where(and(ofOrder(trades, key), isNotNull(trades.confirmedAt)));
}
