import { eq, sql, and, isNull } from 'drizzle-orm';
import { strategies, webhookDeliveries } from '../../drizzle/schema.js';
import type { Dependencies } from '../dependencies.js';

/** A workflow's first step takes milliseconds; one that is this late is gone, or waits for a worker. */
const LATE_AFTER = sql`interval '20 s'`;

/**
 * Starts the workflows of requests anew whose workflow was started and went before its first step, as when
 * somebody terminates it. Requests that were never started are the workers' own concern: they look for them
 * every second.
 *
 * @returns their client order ids
 */
export async function repairDeliveries(deps: Dependencies): Promise<string[]> {
  const rows = await deps.db
    .select({ request: webhookDeliveries.request, strategyName: strategies.name })
    .from(webhookDeliveries)
    .innerJoin(strategies, eq(strategies.id, webhookDeliveries.strategyId))
    .where(
      and(
        isNull(webhookDeliveries.placedAt),
        sql`${webhookDeliveries.startedAt} < now() - ${LATE_AFTER}`,
      ),
    )
    .limit(1_000);
  const repaired: string[] = [];
  for (const { request, strategyName } of rows) {
    if (await deps.orders.isTracked(request)) continue;
    if (await deps.orders.track(request, strategyName, null)) repaired.push(request.clientOrderId);
  }
  return repaired;
}
