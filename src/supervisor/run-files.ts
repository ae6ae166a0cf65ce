import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from './process-table.js';
import type { VenueUrls } from './venue-ports.js';

/** The addresses of a running stack, for the command line and for external checks. */
export interface StackUrls {
  readonly edge: string;
  readonly temporal: string;
  readonly temporalUi: string;
  /** The id of the own Temporal; absent if the settings name another server. */
  readonly temporalCluster?: string;
  readonly database: string;
  /** The first simulated exchange and the control interface; empty without the demo. */
  readonly venue: string;
  /** The address of each simulated exchange. */
  readonly venues?: VenueUrls;
  readonly metrics: string;
}

/** A takeover older than this was killed in the middle. */
const TAKEOVER_MS = 5_000;

/** `<DATA_DIR>/run`: who runs here, and at which addresses. Removed by a clean stop. */
export class RunFolder {
  readonly path: string;

  constructor(private readonly dataDir: string) {
    this.path = join(dataDir, 'run');
  }

  /** Returns the pid of the start that holds this data folder, or `undefined`. */
  holder(): number | undefined {
    if (!existsSync(this.#lock)) return undefined;
    const [pid, identity] = readFileSync(this.#lock, 'utf8').trim().split('\n');
    // Another program may have the pid by now, but not the same start time.
    return identity !== undefined && identityOf(Number(pid)) === identity ? Number(pid) : undefined;
  }

  /** Takes the folder. If somebody else holds it, returns the holder's pid. */
  async take(): Promise<number | undefined> {
    mkdirSync(this.dataDir, { recursive: true });
    const mine = join(this.dataDir, `.supervisor-${process.pid}`);
    writeFileSync(mine, `${process.pid}\n${identityOf(process.pid) ?? ''}\n`);
    try {
      for (;;) {
        mkdirSync(this.path, { recursive: true });
        // A link appears complete, with its content, or not at all.
        if (isDone(() => linkSync(mine, this.#lock))) return undefined;
        const holder = this.holder();
        if (holder !== undefined) return holder;
        await this.#clearStale();
      }
    } finally {
      rmSync(mine, { force: true });
    }
  }

  /** Writes all addresses, readable by the owner only. */
  writeUrls(urls: StackUrls): void {
    const file = join(this.path, 'urls.json');
    rmSync(`${file}.new`, { force: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(urls, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  /** Returns the path of a process's pid file. */
  pidFile(name: string): string {
    return join(this.path, `${name}.pid`);
  }

  /**
   * Removes the addresses, which are no longer valid. The pids of left-over processes still are.
   */
  forgetUrls(): void {
    rmSync(join(this.path, 'urls.json'), { force: true });
  }

  /** Removes everything, the lock last: from then on the next start may come. */
  clear(): void {
    if (!existsSync(this.path)) return;
    for (const name of readdirSync(this.path)) {
      const path = join(this.path, name);
      if (path !== this.#lock) rmSync(path, { recursive: true, force: true });
    }
    rmSync(this.#lock, { force: true });
    try {
      rmdirSync(this.path);
    } catch {
      // the next start is already here
    }
  }

  get #lock(): string {
    return join(this.path, 'supervisor.lock');
  }

  /** Removes a dead start's lock. If several starts find it, they check it again one at a time. */
  async #clearStale(): Promise<void> {
    const guard = `${this.#lock}.takeover`;
    if (isDone(() => mkdirSync(guard))) {
      try {
        if (this.holder() === undefined) rmSync(this.#lock, { force: true });
      } finally {
        rmSync(guard, { recursive: true, force: true });
      }
      return;
    }
    const since = existsSync(guard) ? Date.now() - statSync(guard).mtimeMs : 0;
    if (since > TAKEOVER_MS) rmSync(guard, { recursive: true, force: true });
    await sleep(20);
  }
}

/** Returns false if the name is already taken, or if a stop has just removed the folder. */
function isDone(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOENT') throw error;
    return false;
  }
}
