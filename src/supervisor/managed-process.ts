import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './process-table.js';

export interface ProcessCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
  /** Opens an IPC channel: the child notices when we die, and tells when it is ready. */
  readonly hasChannel?: boolean;
  /** Asks the process to end. */
  readonly stopSignal?: NodeJS.Signals;
}

export interface ProcessEvents {
  /** A line that the process wrote. */
  onLine(name: string, line: string): void;
  /** Something that the person at the terminal should know. */
  onNotice(text: string): void;
  /** The process keeps dying and is not started again. */
  onGivenUp(name: string, text: string): void;
}

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 10_000;
/** A process that lived this long had started well: its next death counts as the first. */
const STABLE_AFTER_MS = 15_000;
const DEATHS_BEFORE_GIVING_UP = 10;

/** One child process: kept running, its pid on file, its output in a log. */
export class ManagedProcess {
  #child: ChildProcess | undefined;
  #isStopping = false;
  #deaths = 0;
  #exited: Promise<void> = Promise.resolve();
  #ready!: () => void;
  /** Resolves when a child with a channel has said that it is ready, for the first time. */
  readonly ready = new Promise<void>((resolve) => {
    this.#ready = resolve;
  });

  constructor(
    readonly name: string,
    private readonly build: () => ProcessCommand,
    private readonly folders: { runDir: string; logDir: string },
    private readonly events: ProcessEvents,
    /** Runs before each start but the first: ends what a death left behind. */
    private readonly beforeRestart: () => Promise<void> = () => Promise.resolve(),
  ) {}

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    const command = this.build();
    mkdirSync(this.folders.logDir, { recursive: true });
    const log = createWriteStream(join(this.folders.logDir, `${this.name}.log`), { flags: 'a' });
    const startedAt = Date.now();
    const child = spawn(command.command, command.args, {
      env: command.env,
      cwd: command.cwd,
      uid: command.uid,
      gid: command.gid,
      // A group of its own: Ctrl-C in the terminal is ours to pass on, in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(command.hasChannel ? (['ipc'] as const) : [])],
    });
    this.#child = child;
    if (child.pid !== undefined) writeFileSync(this.#pidFile, `${child.pid}\n`);
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        this.events.onLine(this.name, line);
      });
    }
    child.on('message', (message) => {
      if (message === 'ready') this.#ready();
    });
    this.#exited = new Promise((resolve) => {
      const onEnd = (why: string): void => {
        log.end();
        if (this.#child === child) this.#child = undefined;
        resolve();
        if (!this.#isStopping) void this.#restart(why, Date.now() - startedAt);
      };
      child.once('error', (error) => onEnd(error.message));
      child.once('exit', (code, signal) =>
        onEnd(signal ? `killed by ${signal}` : `exit code ${code}`),
      );
    });
  }

  /** Asks the process to end, and kills it when it has not after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child?.pid !== undefined) {
      child.kill(this.build().stopSignal ?? 'SIGTERM');
      const timer = setTimeout(() => {
        this.events.onNotice(`${this.name} did not end within ${patienceMs / 1000} s; killed`);
        child.kill('SIGKILL');
      }, patienceMs);
      await this.#exited;
      clearTimeout(timer);
    }
    rmSync(this.#pidFile, { force: true });
  }

  get #pidFile(): string {
    return join(this.folders.runDir, `${this.name}.pid`);
  }

  async #restart(why: string, livedMs: number): Promise<void> {
    this.#deaths = livedMs > STABLE_AFTER_MS ? 1 : this.#deaths + 1;
    if (this.#deaths >= DEATHS_BEFORE_GIVING_UP) {
      this.events.onGivenUp(
        this.name,
        `${this.name} died ${this.#deaths} times in a row (${why}) and is not started again; its last words are in ${join(this.folders.logDir, `${this.name}.log`)}`,
      );
      return;
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LONGEST_PAUSE_MS);
    this.events.onNotice(`${this.name} ended (${why}); starting it again in ${pauseMs / 1000} s`);
    await sleep(pauseMs);
    await this.beforeRestart();
    if (!this.#isStopping) this.start();
  }
}

/** Waits until a process of a pid is gone. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid) && Date.now() < deadline) await sleep(50);
  return !isAlive(pid);
}
