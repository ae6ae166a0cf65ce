import { join } from 'node:path';
import type { ProcessCommand } from './managed-process.js';
import { ROOT } from './root.js';

/** Returns the command of one of our own processes, whose role is a word of the command line. */
export function roleCommand(
  name: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): ProcessCommand {
  return {
    command: process.execPath,
    // Steps make much short-lived garbage. A larger young generation halves the collector's share.
    args: ['--max-semi-space-size=64', join(ROOT, 'bin', 'filltrail.mjs'), name, ...args],
    cwd: ROOT,
    env: { ...env, FILLTRAIL_SUPERVISED: '1' },
    hasChannel: true,
  };
}
