import { and, desc, eq, isNull, ne } from 'drizzle-orm';
import type { Transaction } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import {
  failedOrders,
  openOrders,
  orderAliases,
  tradeExecutions,
  trades,
  type OpenOrder,
} from '../../drizzle/schema.js';
import { isTerminal, type OrderKey } from '../domain/order.js';
import type { OrderProgress } from '../domain/progress.js';
import { addToPosition } from './attribution.js';
import type { Observation } from './observation.js';
import { appendEvents } from './outbox.js';
import { outcomeEvent } from './outcome.js';

/** Whoever is younger is being sent right now: no comparison can have adopted it. */
const MAY_HAVE_DOUBLE_AFTER_MS = 1_000;

/**
 * Makes one order again of an order of ours and what was adopted as another. As long as nobody
 * knows what became of its submission, it has no id of the exchange here. If an amendment gives it
 * a new name meanwhile, a comparison takes it for an order from outside.
 *
 * What the double had filled now belongs to ours and to its strategy's position. The double's row
 * goes, whether it is open or has ended, and its name becomes an alias of ours. Ours is locked
 * first, then the double (B3); the double never locks ours while its own row is held.
 *
 * @returns the name of the double, or `undefined` if there is none
 */
export async function takeOverDouble(
  tx: Transaction,
  own: OpenOrder,
  { view, source }: Observation,
): Promise<string | undefined> {
  if (!view || own.exchangeOrderId !== null || !mayHaveDouble(own)) return undefined;
  const { exchangeOrderId } = view;
  for (const table of [openOrders, failedOrders, trades]) {
    const [double] = await tx
      .delete(table)
      .where(
        and(
          eq(table.accountId, own.accountId),
          eq(table.symbol, own.symbol),
          eq(table.exchangeOrderId, exchangeOrderId),
          ne(table.clientOrderId, own.clientOrderId),
          isNull(table.strategyId),
        ),
      )
      .returning();
    if (!double) continue;
    const { accountId, clientOrderId, strategyId } = own;
    const alias = double.clientOrderId;
    await tx.insert(orderAliases).values({ accountId, alias, clientOrderId }).onConflictDoNothing();
    await tx
      .update(tradeExecutions)
      .set({ clientOrderId, strategyId })
      .where(ofOrder(tradeExecutions, double));
    const at = new Date().toISOString();
    if (table === openOrders) {
      const reason = `it is order ${clientOrderId}, under another name`;
      const ending = {
        status: 'CANCELLED',
        exchangeOrderId,
        fills: [],
        source,
        reason,
        at,
      } as const;
      await appendEvents(tx, [outcomeEvent(double, ending, '0')]);
    }
    const status = isTerminal(view.status) ? 'NEW' : view.status;
    if (strategyId !== null) await addToPosition(tx, own, { status, exchangeOrderId });
    return alias;
  }
  return undefined;
}

function mayHaveDouble({ status, createdAt }: OpenOrder): boolean {
  return status === 'UNKNOWN' || Date.now() - Date.parse(createdAt) > MAY_HAVE_DOUBLE_AFTER_MS;
}

/** Returns the order whose double had this name, or `undefined` if there is none. */
export async function orderOfDouble(
  tx: Transaction,
  { accountId, clientOrderId }: OrderKey,
): Promise<OrderKey | undefined> {
  const [own] = await tx
    .select({ clientOrderId: orderAliases.clientOrderId })
    .from(orderAliases)
    .where(and(eq(orderAliases.accountId, accountId), eq(orderAliases.alias, clientOrderId)))
    .orderBy(desc(orderAliases.createdAt))
    .limit(1);
  return own && { accountId, ...own };
}

/** Returns how a double stands whose order stands like this: there is nothing to track under it. */
export function progressOfDouble(progress: OrderProgress, own: OrderKey): OrderProgress {
  if (progress.isIncomplete || isTerminal(progress.status)) return progress;
  const reason = `it is order ${own.clientOrderId}, under another name`;
  return { ...progress, status: 'CANCELLED', reason };
}
