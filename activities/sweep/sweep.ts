import type { Dependencies } from '../dependencies.js';
import { repairDeliveries } from './deliveries.js';
import { repairOrders } from './orders.js';
import { endDeadSessions } from './sessions.js';

/** What one sweep repaired. */
export interface SweepReport {
  /** Client order ids of open orders that have a workflow again. */
  readonly orders: readonly string[];
  /** Client order ids of requests whose workflow had gone before its first step. */
  readonly deliveries: readonly string[];
  /** Ids of accounts whose stream session had died unnoticed. */
  readonly sessions: readonly number[];
}

/** Finds orders, requests and sessions that nobody owns, and gives each an owner again. */
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
