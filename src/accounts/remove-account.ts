import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import {
  accounts,
  failedOrders,
  openOrders,
  strategies,
  trades,
  webhookDeliveries,
} from '../../drizzle/schema.js';
import type { Secret } from '../observability/secret.js';
import { encrypt } from './encryption.js';

/**
 * Takes an account out of use and deletes its credentials. Its history stays, because trades and
 * positions refer to it.
 *
 * @throws Error when there is no such account, or while orders of it may still change
 */
export async function removeAccount(
  db: Database,
  key: Secret<Buffer>,
  id: number,
): Promise<{ id: number; name: string }> {
  return db.transaction(async (tx) => {
    const [account] = await tx
      .select({ id: accounts.id, name: accounts.name })
      .from(accounts)
      .where(and(eq(accounts.id, id), isNull(accounts.removedAt)))
      .for('update');
    if (!account) throw new Error(`account must exist, was ${id}; see \`account list\``);
    const [waiting] = await tx
      .select({
        open: tx.$count(openOrders, eq(openOrders.accountId, id)),
        accepted: sql<number>`(
          select count(*)::int from ${webhookDeliveries} as delivery
          join ${strategies} as strategy on strategy.id = delivery.strategy_id
          where strategy.account_id = ${id} and delivery.placed_at is null
            and not exists (
              select 1 from ${trades} as trade where trade.account_id = ${id}
                and trade.client_order_id = delivery.request ->> 'clientOrderId')
            and not exists (
              select 1 from ${failedOrders} as failed where failed.account_id = ${id}
                and failed.client_order_id = delivery.request ->> 'clientOrderId'))`,
      })
      .from(accounts)
      .where(eq(accounts.id, id));
    const count = (waiting?.open ?? 0) + (waiting?.accepted ?? 0);
    if (count > 0) {
      throw new Error(
        `account ${id} has ${count} open order${count === 1 ? '' : 's'}; ` +
          `cancel them first (\`order list --account ${id}\`)`,
      );
    }
    await tx
      .update(accounts)
      .set({
        removedAt: sql`now()`,
        credentials: encrypt(JSON.stringify({ apiKey: '', secret: '' }), key),
      })
      .where(eq(accounts.id, id));
    return account;
  });
}
