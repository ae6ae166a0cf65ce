import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { BLANK_SETTINGS } from '../../../src/supervisor/blank-settings.js';
import { commandLineOf, isAlive } from '../../../src/supervisor/process-table.js';
import { ROOT } from '../../../src/supervisor/root.js';
import type { StackUrls } from '../../../src/supervisor/run-files.js';
import { eventually } from '../eventually.js';

export const PROCESSES = ['edge', 'worker', 'stream', 'venue', 'temporal', 'postgres'] as const;

/** `npm start` as a separate process, seen from outside. */
export class Started {
  output = '';
  readonly #child: ChildProcess;
  readonly exited: Promise<number | null>;

  constructor(
    readonly dataDir: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.#child = spawn(process.execPath, [join(ROOT, 'scripts', 'bootstrap.mjs'), 'start'], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...BLANK_SETTINGS,
        TEMPORAL_CLI: inject('temporalCli'),
        ...env,
        DATA_DIR: dataDir,
        FORCE_COLOR: '0',
        npm_lifecycle_event: 'start', // ends when this test process does
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.exited = new Promise((resolve) => this.#child.once('close', resolve));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until the output contains certain words. */
  async says(words: string, timeoutMs = 120_000): Promise<void> {
    await eventually(
      `"${words}" in the output`,
      () => {
        if (this.output.includes(words)) return true;
        if (this.#child.exitCode !== null) throw new Error(`it ended:\n${this.output}`);
        return false;
      },
      timeoutMs,
    );
  }

  get urls(): StackUrls {
    return JSON.parse(readFileSync(join(this.dataDir, 'run', 'urls.json'), 'utf8')) as StackUrls;
  }

  /** Returns the recorded pid, or `undefined` if there is none. */
  recordedPid(name: string): number | undefined {
    const file = join(this.dataDir, 'run', `${name}.pid`);
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
  }

  /** Returns the command lines of the processes that belong to this data folder, on Linux only. */
  processes(): string[] {
    return (existsSync('/proc') ? readdirSync('/proc') : [])
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => isAlive(pid) && this.#belongs(pid))
      .map((pid) => commandLineOf(pid));
  }

  #belongs(pid: number): boolean {
    if (commandLineOf(pid).includes(this.dataDir)) return true;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DATA_DIR=${this.dataDir}\0`);
    } catch {
      return false; // it has ended
    }
  }
}
