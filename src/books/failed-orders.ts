import { eq } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { failedOrders } from '../../drizzle/schema.js';

/**
 * Deletes a failed order that an operator has dealt with. Its events stay, so that the order can
 * still be found and a late fill still be settled.
 *
 * @param id the row's own id, not the order's
 * @returns whether the row existed
 */
export async function deleteFailedOrder(db: Database, id: number): Promise<boolean> {
  const deleted = await db
    .delete(failedOrders)
    .where(eq(failedOrders.id, id))
    .returning({ id: failedOrders.id });
  return deleted.length > 0;
}
