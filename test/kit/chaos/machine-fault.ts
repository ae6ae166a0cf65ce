import type { Chance } from '../chance.js';

export type ProcessName = 'edge' | 'worker' | 'stream' | 'venue' | 'postgres' | 'temporal';

/** The faults of our own machine. */
export type MachineFault =
  | { readonly kind: 'kill'; readonly process: ProcessName; readonly signal: 'SIGKILL' | 'SIGQUIT' }
  | { readonly kind: 'freeze'; readonly process: ProcessName; readonly forMs: number }
  | { readonly kind: 'terminate-connections' }
  /** Some writes fail with this SQL state. */
  | { readonly kind: 'failing-writes'; readonly state: string; readonly forMs: number }
  /** The database is put back to a backup of this much earlier. */
  | { readonly kind: 'restore'; readonly afterMs: number }
  /** The table is locked. */
  | { readonly kind: 'lock-table'; readonly table: string; readonly forMs: number };

export type MachineFaultMaker = (chance: Chance) => MachineFault;
