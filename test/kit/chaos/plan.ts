import type { MarketName } from '../../../simulator/names.js';
import { Chance } from '../chance.js';
import { accountsOn, type ChaosAccount } from './accounts-plan.js';
import { planFaults, type FaultMenu, type PlannedFault } from './plan-faults.js';
import { planOrders, type PlannedOrder } from './plan-orders.js';

export interface Plan {
  readonly accounts: readonly ChaosAccount[];
  /** How long orders and faults go on. The quiet end and the check follow. */
  readonly chaosMs: number;
  readonly orders: readonly PlannedOrder[];
  readonly faults: readonly PlannedFault[];
}

/** The part of the run's minutes that is reserved for the quiet end. */
const QUIET_MS = 20_000;

/** What a plan is made from. The same gives the same plan. */
export interface PlanOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly markets: readonly MarketName[];
  readonly menu: FaultMenu;
}

/** Decides everything about a run except its timing. */
export function planRun({ seed, minutes, markets, menu }: PlanOptions): Plan {
  const accounts = accountsOn(markets);
  const wholeMs = Math.round(minutes * 60_000);
  const chaosMs = Math.max(wholeMs - QUIET_MS, Math.floor(wholeMs / 2));
  return {
    accounts,
    chaosMs,
    // Separate sources, so that another fault in the menu does not change the orders.
    orders: planOrders(new Chance(seed), accounts, chaosMs),
    faults: planFaults(new Chance(seed ^ 0x5eed), menu, accounts, chaosMs),
  };
}
