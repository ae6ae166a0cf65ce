import { lateDeliveries } from '../../src/queries/deliveries.js';
import type { Dependencies } from '../dependencies.js';

/** Requests that one sweep looks at; the next one takes the rest. */
const MOST_AT_ONCE = 1_000;

/**
 * Starts the workflows of requests anew whose workflow was started and went before its first step,
 * as when somebody terminates it. Requests that were never started are the workers' own concern:
 * they look for them every second.
 *
 * @returns their client order ids
 */
export async function repairDeliveries(deps: Dependencies): Promise<string[]> {
  const repaired: string[] = [];
  for (const { request, strategyName } of await lateDeliveries(deps.db, MOST_AT_ONCE)) {
    if (await deps.orders.isTracked(request)) continue;
    if (await deps.orders.track(request, strategyName, null)) repaired.push(request.clientOrderId);
  }
  return repaired;
}
