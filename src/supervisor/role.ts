import { join } from 'node:path';
import type { ProcessCommand } from './managed-process.js';
import { ROOT } from './root.js';

/** Returns the command for one of our own processes. Its role is a command of the command line. */
export function roleCommand(
  name: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): ProcessCommand {
  return {
    command: process.execPath,
    // Workflow steps create much short-lived garbage. A larger young generation halves the time
    // spent on collecting it.
    args: ['--max-semi-space-size=64', join(ROOT, 'bin', 'filltrail.mjs'), name, ...args],
    cwd: ROOT,
    env: { ...env, FILLTRAIL_SUPERVISED: '1' },
    hasChannel: true,
  };
}
