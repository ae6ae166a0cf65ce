import { Chance } from '../chance.js';
import { planFaults, type FaultMenu, type PlannedFault } from './plan-faults.js';
import { planOrders, type PlannedOrder } from './plan-orders.js';

export interface Plan {
  /** How long orders and faults go on; after it come the quiet end and the check. */
  readonly chaosMs: number;
  readonly orders: readonly PlannedOrder[];
  readonly faults: readonly PlannedFault[];
}

/** What is left of the minutes for the quiet end. */
const QUIET_MS = 20_000;

/** Decides everything about a run but its timing: the same seed and minutes give the same plan. */
export function planRun(seed: number, minutes: number, menu: FaultMenu): Plan {
  const wholeMs = Math.round(minutes * 60_000);
  const chaosMs = Math.max(wholeMs - QUIET_MS, Math.floor(wholeMs / 2));
  return {
    chaosMs,
    // Sources of their own: another fault in the menu leaves the orders as they were.
    orders: planOrders(new Chance(seed), chaosMs),
    faults: planFaults(new Chance(seed ^ 0x5eed), menu, chaosMs),
  };
}
