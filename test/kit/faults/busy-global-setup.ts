import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Ends by itself when the run is killed, and is so left without its parent. */
const SPIN =
  'const run = process.ppid; while (process.ppid === run) for (let i = 0; i < 1e7; i++);';

/**
 * `BUSY=10` asks the machine for ten times what it has: so many processes for each of its
 * processors spin during the run. Every promise holds there too; only how long things take grows.
 */
export default function setup(): (() => void) | undefined {
  const { BUSY = '0' } = process.env;
  if (!/^\d+$/.test(BUSY)) throw new Error(`BUSY must be a whole number, not "${BUSY}"`);
  const count = Number(BUSY) * availableParallelism();
  if (count === 0) return undefined;
  console.log(`busy: ${count} processes spin during this run`);
  const spinning = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', SPIN], { stdio: 'ignore' }),
  );
  return () => {
    for (const each of spinning) each.kill('SIGKILL');
  };
}
