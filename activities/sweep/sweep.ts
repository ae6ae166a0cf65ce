import type { Marks } from '../../src/domain/marks.js';
import type { Dependencies } from '../dependencies.js';
import { lookForRestore } from '../restore/notice-restore.js';
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
  /** How far the ids of the database had been counted. */
  readonly marks: Marks;
}

export interface SweepInput {
  /** The marks that the sweep before this one has seen. */
  readonly seen?: Marks | undefined;
}

/**
 * Finds orders, requests and sessions that nobody owns, and gives each an owner again. Before that,
 * it compares the database with what the sweep before has seen of it: its workflow is the memory
 * that is left when no process runs while a backup is restored.
 */
export async function sweep(
  deps: Dependencies,
  { seen: before = {} }: SweepInput = {},
): Promise<SweepReport> {
  const { seen: marks } = await lookForRestore(deps, before);
  const orders = await repairOrders(deps);
  const deliveries = await repairDeliveries(deps);
  const sessions = await endDeadSessions(deps.db);
  const report = { orders, deliveries, sessions, marks };
  if (orders.length + deliveries.length + sessions.length > 0) {
    deps.log.warn({ ...report }, 'the sweep repaired something');
  }
  return report;
}
