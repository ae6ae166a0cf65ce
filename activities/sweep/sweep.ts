import type { Dependencies } from '../dependencies.js';
import { repairDeliveries } from './deliveries.js';
import { repairOrders } from './orders.js';
import { endDeadSessions } from './sessions.js';

/** What one sweep repaired. */
export interface SweepReport {
  /** Open orders that have a workflow again, by client order id. */
  readonly orders: readonly string[];
  /** Requests whose workflow had gone before its first step, by client order id. */
  readonly deliveries: readonly string[];
  /** Accounts whose stream session had died unnoticed. */
  readonly sessions: readonly number[];
}

/** Looks for what nobody owns, whatever the reason, and gives it an owner. */
export async function sweep(deps: Dependencies): Promise<SweepReport> {
  const orders = await repairOrders(deps);
  const deliveries = await repairDeliveries(deps);
  const sessions = await endDeadSessions(deps.db);
  const report = { orders, deliveries, sessions };
  if (orders.length + deliveries.length + sessions.length > 0) {
    deps.log.warn({ ...report }, 'the sweep repaired something');
  }
  return report;
}
