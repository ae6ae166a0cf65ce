import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { orderEvents, tradeExecutions } from '../../drizzle/schema.js';
import type { OrderEventData } from '../domain/event.js';
import { findOrder, type OrderName, type OrderRow } from './find-order.js';
import type { ExecutionRow } from './trades.js';

/** An order with everything that is known to have happened to it. */
export interface OrderTimeline {
  readonly order: OrderRow;
  /** Oldest first. */
  readonly executions: readonly Omit<ExecutionRow, 'strategy'>[];
  /** As they were sent, oldest first; `id` is the SSE id. */
  readonly events: readonly { readonly id: number; readonly data: OrderEventData }[];
}

/** Returns an order's history, or `undefined` when nobody ever asked for it. */
export async function orderTimeline(
  db: Database,
  name: OrderName,
): Promise<OrderTimeline | undefined> {
  const order = await findOrder(db, name);
  if (!order) return undefined;
  const { accountId, clientOrderId } = order;
  const [executions, events] = await Promise.all([
    db
      .select()
      .from(tradeExecutions)
      .where(
        and(
          eq(tradeExecutions.accountId, accountId),
          eq(tradeExecutions.clientOrderId, clientOrderId),
        ),
      )
      .orderBy(asc(tradeExecutions.executedAt), asc(tradeExecutions.id)),
    db
      .select({ id: orderEvents.id, data: orderEvents.data })
      .from(orderEvents)
      .where(
        and(eq(orderEvents.accountId, accountId), eq(orderEvents.clientOrderId, clientOrderId)),
      )
      .orderBy(asc(orderEvents.id)),
  ]);
  return { order, executions, events };
}
