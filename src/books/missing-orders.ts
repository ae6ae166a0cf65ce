import { and, inArray, isNotNull, sql } from 'drizzle-orm';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import { openOrders } from '../../drizzle/schema.js';
import { raiseAlert } from '../alerts/raise-alert.js';
import type { Alert } from '../domain/alert.js';
import { compare } from '../domain/decimal.js';
import { totalQuantity } from '../domain/fill.js';
import type { ChangeSource, OrderKey, TerminalStatus } from '../domain/order.js';
import { executionsOfOrder } from './executions.js';
import type { Settled } from './observation.js';
import { lockOpenOrder } from './open-orders.js';
import { appendEvents } from './outbox.js';
import { outcomeEvent, writeOutcome, type Ending } from './outcome.js';

/** A note about an order must not make it look as if a step had just changed it. */
const unchanged = sql`${openOrders.updatedAt}`;

/**
 * Notes that the exchange does not know an order that it had accepted.
 *
 * @returns for how long it has not known it, in milliseconds; `undefined` if the order is not open
 */
export async function noteMissing(db: Database, key: OrderKey): Promise<number | undefined> {
  const [noted] = await db
    .update(openOrders)
    .set({
      missingSince: sql`coalesce(${openOrders.missingSince}, now())`,
      updatedAt: unchanged,
    })
    .where(ofOrder(openOrders, key))
    .returning({ missingForMs: millisecondsSince(openOrders.missingSince) });
  return noted?.missingForMs;
}

/** Notes that the exchange lists orders of which it had denied that it knew them. */
export async function notePresent(
  db: Database,
  accountId: number,
  clientOrderIds: readonly string[],
): Promise<void> {
  if (clientOrderIds.length === 0) return;
  await db
    .update(openOrders)
    .set({ missingSince: null, updatedAt: unchanged })
    .where(
      and(
        sql`${openOrders.accountId} = ${accountId}`,
        inArray(openOrders.clientOrderId, [...clientOrderIds]),
        isNotNull(openOrders.missingSince),
      ),
    );
}

/** Why an order ends although the exchange does not say that it has. */
export interface UnconfirmedEnd {
  readonly code: string;
  readonly reason: string;
  readonly source: ChangeSource;
  /** Whether it ends only if the exchange has not listed it since it was noted as missing. */
  readonly isOnlyIfMissing?: boolean;
  readonly alert?: Pick<Alert, 'code' | 'subject' | 'message'>;
}

/**
 * Ends an open order whose end the exchange does not report, in one transaction: with the fills
 * that are recorded, as FILLED if they are all that was ordered, and as CANCELLED otherwise. A fill
 * that is reported later is counted like any late fill.
 *
 * @returns `null` when the order is not open (B1), or is listed again
 */
export function endUnconfirmed(
  db: Database,
  key: OrderKey,
  { alert, isOnlyIfMissing = false, ...end }: UnconfirmedEnd,
): Promise<Settled | null> {
  return db.transaction(async (tx) => {
    const order = await lockOpenOrder(tx, key);
    if (!order || (isOnlyIfMissing && order.missingSince === null)) return null;
    const fills = await executionsOfOrder(tx, key);
    const filledQuantity = totalQuantity(fills);
    const status: TerminalStatus =
      compare(filledQuantity, order.quantity) >= 0 ? 'FILLED' : 'CANCELLED';
    const { exchangeOrderId } = order;
    const at = new Date().toISOString();
    const ending: Ending = { ...end, status, exchangeOrderId, fills, at };
    await writeOutcome(tx, order, ending);
    await appendEvents(tx, [outcomeEvent(order, ending, '0')]);
    if (alert) await raiseAlert(tx, { ...key, ...alert });
    const { reason } = end;
    const progress = { status, exchangeOrderId, filledQuantity, isIncomplete: false, reason };
    return { progress, hasEvents: true };
  });
}
