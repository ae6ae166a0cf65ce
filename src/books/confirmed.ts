import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import { failedOrders, trades } from '../../drizzle/schema.js';
import type { OrderKey } from '../domain/order.js';

/** Marks that the exchange was asked once more about an ended order, and had nothing to add. */
export async function markConfirmed(db: Database, key: OrderKey): Promise<void> {
  for (const table of [failedOrders, trades]) {
    await db
      .update(table)
      .set({ confirmedAt: sql`now()` })
      .where(ofOrder(table, key));
  }
}
