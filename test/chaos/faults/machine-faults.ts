import type { MachineFaultMaker, ProcessName } from '../../kit/chaos/machine-fault.js';

const kill =
  (process: ProcessName, signal: 'SIGKILL' | 'SIGQUIT' = 'SIGKILL'): MachineFaultMaker =>
  () => ({ kind: 'kill', process, signal });
const freeze =
  (process: ProcessName, most: number): MachineFaultMaker =>
  (chance) => ({ kind: 'freeze', process, forMs: chance.between(2_000, most) });
const failing =
  (state: string): MachineFaultMaker =>
  (chance) => ({ kind: 'failing-writes', state, forMs: chance.between(2_000, 5_000) });

/** Faults of processes and of the database, by the name that the report gives them. */
export const MACHINE_FAULTS: Readonly<Record<string, MachineFaultMaker>> = {
  'worker killed': kill('worker'),
  'worker killed again': kill('worker'),
  'stream worker killed': kill('stream'),
  'edge killed': kill('edge'),
  'Postgres killed': kill('postgres'),
  'Postgres ended at once': kill('postgres', 'SIGQUIT'),
  'Temporal killed': kill('temporal'),
  'worker frozen': freeze('worker', 9_000),
  'stream worker frozen': freeze('stream', 12_000),
  'edge frozen': freeze('edge', 6_000),
  'Temporal frozen': freeze('temporal', 9_000),
  // The exchange must keep its memory, so it is not killed: it cannot be reached for a while.
  'exchange frozen': freeze('venue', 8_000),
  'connections terminated': () => ({ kind: 'terminate-connections' }),
  'serialization failures': failing('40001'),
  deadlocks: failing('40P01'),
  'disk full': failing('53100'),
  'Postgres restored': (chance) => ({ kind: 'restore', afterMs: chance.between(3_000, 8_000) }),
  'table locked': (chance) => ({
    kind: 'lock-table',
    table: chance.pick(['open_orders', 'trade_executions', 'order_events', 'strategy_positions']),
    forMs: chance.between(1_000, 5_000),
  }),
};
