import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { strategies, webhookDeliveries } from '../../drizzle/schema.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderKey, OrderRequest } from '../domain/order.js';

/**
 * A workflow's first step takes milliseconds. After this long, the workflow is gone or waits for a
 * worker.
 */
const LATE_AFTER = sql`interval '20 s'`;

/** A request as it was stored. */
export type Delivery = Readonly<typeof webhookDeliveries.$inferSelect>;

/** Returns the request that a strategy's delivery was accepted as, or `undefined`. */
export async function findDelivery(
  db: Database,
  strategyId: number,
  deliveryId: string,
): Promise<Delivery | undefined> {
  const [delivery] = await db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.strategyId, strategyId),
        eq(webhookDeliveries.deliveryId, deliveryId),
      ),
    );
  return delivery;
}

/** Returns the request for an order, or `undefined` if the order came from outside. */
export async function findRequest(
  db: Database,
  { accountId, clientOrderId }: OrderKey,
): Promise<OrderRequest | undefined> {
  const [delivery] = await db
    .select({ request: webhookDeliveries.request })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.workflowId, orderWorkflowId(accountId, clientOrderId)));
  return delivery?.request;
}

/** A request whose workflow was started but has not reached its first step. */
export interface LateDelivery {
  readonly request: OrderRequest;
  readonly strategyName: string;
}

/** Returns up to `most` requests that were started long ago but not placed. */
export async function lateDeliveries(db: Database, most: number): Promise<LateDelivery[]> {
  return db
    .select({ request: webhookDeliveries.request, strategyName: strategies.name })
    .from(webhookDeliveries)
    .innerJoin(strategies, eq(strategies.id, webhookDeliveries.strategyId))
    .where(
      and(
        isNull(webhookDeliveries.placedAt),
        sql`${webhookDeliveries.startedAt} < now() - ${LATE_AFTER}`,
      ),
    )
    .limit(most);
}
