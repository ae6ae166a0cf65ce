import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf, isAlive } from './process-table.js';

/** Addresses of a running stack, for the command line and for checks from outside. */
export interface StackUrls {
  readonly edge: string;
  readonly temporal: string;
  readonly temporalUi: string;
  readonly database: string;
  readonly venue: string;
  readonly metrics: string;
}

/** Another start holds the data folder. */
export class AlreadyRunning extends Error {}

/** `<DATA_DIR>/run`: who runs here, and where. Gone after a clean stop. */
export class RunFolder {
  readonly path: string;

  constructor(private readonly dataDir: string) {
    this.path = join(dataDir, 'run');
  }

  /** Returns the pid of the start that holds this data folder, or `undefined`. */
  holder(): number | undefined {
    if (!existsSync(this.#lock)) return undefined;
    const pid = Number(readFileSync(this.#lock, 'utf8'));
    const isOurs = pid > 1 && pid !== process.pid && isAlive(pid);
    // A pid may have been given to another program since.
    return isOurs && /node|filltrail/.test(commandLineOf(pid)) ? pid : undefined;
  }

  /** @throws AlreadyRunning when another start holds the folder */
  lock(): void {
    mkdirSync(this.path, { recursive: true });
    for (;;) {
      try {
        writeFileSync(this.#lock, `${process.pid}\n`, { flag: 'wx' });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = this.holder();
      if (holder !== undefined) {
        throw new AlreadyRunning(
          `a Filltrail (pid ${holder}) already runs with DATA_DIR ${this.dataDir}; stop it, or set DATA_DIR to another folder`,
        );
      }
      rmSync(this.#lock, { force: true }); // left by a start that was killed
    }
  }

  writeUrls(urls: StackUrls): void {
    const file = join(this.path, 'urls.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(urls, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  pidFile(name: string): string {
    return join(this.path, `${name}.pid`);
  }

  clear(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  get #lock(): string {
    return join(this.path, 'supervisor.pid');
  }
}
