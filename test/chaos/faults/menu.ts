import type { FaultMenu } from '../../kit/chaos/plan-faults.js';
import { EXCHANGE_FAULTS } from './exchange-faults.js';
import { MACHINE_FAULTS } from './machine-faults.js';

/** Everything that a run may be put through. */
export const MENU: FaultMenu = { exchange: EXCHANGE_FAULTS, machine: MACHINE_FAULTS };
