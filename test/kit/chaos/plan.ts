import { Chance } from '../chance.js';
import { planFaults, type FaultMenu, type PlannedFault } from './plan-faults.js';
import { planOrders, type PlannedOrder } from './plan-orders.js';

export interface Plan {
  /** How long orders and faults go on. The quiet end and the check follow. */
  readonly chaosMs: number;
  readonly orders: readonly PlannedOrder[];
  readonly faults: readonly PlannedFault[];
}

/** The part of the run's minutes that is reserved for the quiet end. */
const QUIET_MS = 20_000;

/**
 * Decides everything about a run except its timing. The same seed and minutes give the same plan.
 */
export function planRun(seed: number, minutes: number, menu: FaultMenu): Plan {
  const wholeMs = Math.round(minutes * 60_000);
  const chaosMs = Math.max(wholeMs - QUIET_MS, Math.floor(wholeMs / 2));
  return {
    chaosMs,
    // Separate sources, so that another fault in the menu does not change the orders.
    orders: planOrders(new Chance(seed), chaosMs),
    faults: planFaults(new Chance(seed ^ 0x5eed), menu, chaosMs),
  };
}
