import { asc } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { ofOrder } from '../../drizzle/of-order.js';
import { orderEvents, tradeExecutions } from '../../drizzle/schema.js';
import type { OrderKey } from '../domain/order.js';
import type { OutboxEvent } from './outbox-events.js';

/** Everything that is recorded as having happened to an order. */
export interface OrderTimeline {
  /** Oldest first. */
  readonly executions: readonly Readonly<typeof tradeExecutions.$inferSelect>[];
  /** As sent, oldest first; `id` is the SSE id. */
  readonly events: readonly OutboxEvent[];
}

/** Returns an order's history, which is empty if nothing has happened to the order. */
export async function readTimeline(db: Database, order: OrderKey): Promise<OrderTimeline> {
  const [executions, events] = await Promise.all([
    db
      .select()
      .from(tradeExecutions)
      .where(ofOrder(tradeExecutions, order))
      .orderBy(asc(tradeExecutions.executedAt), asc(tradeExecutions.id)),
    db
      .select({ id: orderEvents.id, data: orderEvents.data })
      .from(orderEvents)
      .where(ofOrder(orderEvents, order))
      .orderBy(asc(orderEvents.id)),
  ]);
  return { executions, events };
}
