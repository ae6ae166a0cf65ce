import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { strategies, webhookDeliveries } from '../../drizzle/schema.js';
import { orderWorkflowId } from '../domain/ids.js';
import type { OrderKey, OrderRequest } from '../domain/order.js';

/**
 * A workflow's first step takes milliseconds; one that is this late is gone, or waits for a worker.
 */
const LATE_AFTER = sql`interval '20 s'`;

/** Returns what was asked for under an order's key, or `undefined` when it came from outside. */
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

/** A request whose workflow was started and has not come to its first step. */
export interface LateDelivery {
  readonly request: OrderRequest;
  readonly strategyName: string;
}

/** Returns requests that were started long ago and not placed, so many at most. */
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
