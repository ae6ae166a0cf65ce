import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BLANK_SETTINGS } from '../../../src/supervisor/blank-settings.js';
import { ROOT } from '../../../src/supervisor/root.js';
import { isReady } from './process-product.js';
import type { ProcessRole } from './stack-product.js';

/**
 * A role of the product as a process of its own, which is started again whenever it ends by itself,
 * as `npm start` does: the database driver does not survive each end of its connections, but a
 * process that is started anew does.
 */
export class RoleProcess {
  #child: ChildProcess | undefined;

  private constructor(
    private readonly role: ProcessRole,
    private readonly settings: NodeJS.ProcessEnv,
  ) {}

  /** Starts a role with these settings. Resolves when it is ready. */
  static async start(role: ProcessRole, settings: NodeJS.ProcessEnv): Promise<RoleProcess> {
    const started = new RoleProcess(role, settings);
    await isReady(started.#spawn());
    return started;
  }

  /** Ends it for good. Resolves when it has ended. */
  async close(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }

  #spawn(): ChildProcess {
    const args = [join(ROOT, 'bin', 'filltrail.mjs'), this.role];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...BLANK_SETTINGS, ...this.settings, FILLTRAIL_SUPERVISED: '1' },
      stdio: ['ignore', 'ignore', process.env['TEST_LOG_LEVEL'] ? 'inherit' : 'ignore', 'ipc'],
    });
    child.once('exit', () => {
      if (this.#child === child) this.#spawn();
    });
    this.#child = child;
    return child;
  }
}
