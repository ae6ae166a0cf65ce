import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogFile } from './log-file.js';
import { send } from './process-table.js';

export interface ProcessCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly cwd?: string;
  /** Opens an IPC channel: the child notices when we die, and reports when it is ready. */
  readonly hasChannel?: boolean;
  /** The signal that asks the process to end. */
  readonly stopSignal?: NodeJS.Signals;
  /** The signal that ends it at once. */
  readonly killSignal?: NodeJS.Signals;
}

export interface ProcessEvents {
  /** Called for each line that a process wrote. */
  onLine(name: string, line: string): void;
  /** Called with something that the person at the terminal should know. */
  onNotice(text: string): void;
  /** Called when a process keeps dying and will not be started again. */
  onGivenUp(name: string, text: string): void;
}

/**
 * The pauses between starts. A process that was ready is restarted at once; only one that keeps
 * dying is slowed down.
 */
const PAUSES_MS = [100, 300, 700, 1_200, 1_500, 3_000, 6_000, 10_000, 10_000, 10_000];
/** If a process has never been ready, waiting does not remove the cause. */
const MOST_DEATHS_BEFORE_READY = 3;
/** A process that lived this long had started well. Its next death counts as the first. */
const STABLE_AFTER_MS = 10_000;

/** The running children. They end with this process, however it ends. */
const alive = new Map<ChildProcess, NodeJS.Signals>();
const endAll = (): void => {
  for (const [child, signal] of alive) end(child, signal);
};
process.on('exit', endAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // A signal that has no other handler would end us anyway; this ends the children first.
  const onSignal = (): void => {
    if (process.listenerCount(signal) > 1) return;
    endAll();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.on(signal, onSignal);
}

/** One child process: kept running, its pid in a file, its output in a log. */
export class ManagedProcess {
  #child: ChildProcess | undefined;
  readonly #stopping = new AbortController();
  #deaths = 0;
  #exited: Promise<void> = Promise.resolve();
  #lastLine = '';
  #isReady = false;
  #resolveReady!: () => void;
  #rejectReady!: (error: Error) => void;
  readonly #log: LogFile;
  /** Resolves when it is ready for the first time; rejects if it is given up before that. */
  readonly ready = new Promise<void>((resolve, reject) => {
    this.#resolveReady = resolve;
    this.#rejectReady = reject;
  });

  constructor(
    readonly name: string,
    private readonly build: () => ProcessCommand,
    private readonly folders: { runDir: string; logDir: string },
    private readonly events: ProcessEvents,
    /**
     * Called before each start except the first, to clean up after a death or to wait for what the
     * process needs. If it fails before the process was ever ready, the process is given up. If it
     * resolves with true, what the process needs was away: its deaths until then do not count.
     */
    private readonly beforeRestart: (signal: AbortSignal) => Promise<boolean | void> = () =>
      Promise.resolve(),
  ) {
    this.#log = new LogFile(join(folders.logDir, `${name}.log`));
    this.ready.catch(() => undefined); // callers that wait for it get the error
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Whether it was ready at any time. */
  get wasReady(): boolean {
    return this.#isReady;
  }

  /** Marks it as ready, for a process that cannot report that itself. */
  markReady(): void {
    this.#isReady = true;
    this.#resolveReady();
  }

  /** Starts it. From then on it is restarted whenever it dies, until it is stopped. */
  start(): void {
    const command = this.build();
    const startedAt = Date.now();
    const child = spawn(command.command, command.args, {
      env: command.env,
      cwd: command.cwd,
      uid: command.uid,
      gid: command.gid,
      // Its own process group: on Ctrl-C, we pass the signal on, in our order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(command.hasChannel ? (['ipc'] as const) : [])],
    });
    this.#child = child;
    alive.set(child, command.killSignal ?? 'SIGKILL');
    if (child.pid !== undefined) this.#writePid(child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => this.#hear(line));
    }
    child.on('message', (message) => {
      if (message === 'ready') this.markReady();
    });
    this.#exited = new Promise((resolve) => {
      const onEnd = (why: string): void => {
        alive.delete(child);
        if (child.pid !== undefined) send(-child.pid, 'SIGKILL'); // its own helper processes
        if (this.#child === child) this.#child = undefined;
        resolve();
        if (!this.#isStopping) void this.#restart(why, Date.now() - startedAt);
      };
      child.once('error', (error) => {
        if (child.pid === undefined) onEnd(error.message); // never started: no exit event
      });
      child.once('exit', (code, signal) =>
        onEnd(signal ? `killed by ${signal}` : `exit code ${code}`),
      );
    });
  }

  /** Asks the process to end, and kills it if it has not ended after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (child) {
      const { stopSignal = 'SIGTERM', killSignal = 'SIGKILL' } = this.build();
      child.kill(stopSignal);
      const slow = setTimeout(() => {
        this.events.onNotice(`${this.name} did not end within ${patienceMs / 1000} s; killed`);
        end(child, killSignal);
      }, patienceMs);
      const stuck = setTimeout(() => end(child, 'SIGKILL'), patienceMs + 1_500);
      await this.#exited;
      clearTimeout(slow);
      clearTimeout(stuck);
    }
    rmSync(this.#pidFile, { force: true });
    this.#log.close();
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  get #pidFile(): string {
    return join(this.folders.runDir, `${this.name}.pid`);
  }

  #writePid(pid: number): void {
    mkdirSync(dirname(this.#pidFile), { recursive: true });
    writeFileSync(this.#pidFile, `${pid}\n`);
  }

  #hear(line: string): void {
    this.#log.write(line);
    if (line.trim()) this.#lastLine = line;
    this.events.onLine(this.name, line);
  }

  async #restart(why: string, livedMs: number): Promise<void> {
    this.#deaths = livedMs > STABLE_AFTER_MS ? 1 : this.#deaths + 1;
    const most = this.#isReady ? PAUSES_MS.length : MOST_DEATHS_BEFORE_READY;
    if (this.#deaths > most) {
      this.#giveUp(this.#diedTooOften(why));
      return;
    }
    const pauseMs = PAUSES_MS[this.#deaths - 1] ?? 0;
    this.events.onNotice(`${this.name} ended (${why}); starting it again in ${pauseMs / 1000} s`);
    try {
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal });
      if (await this.beforeRestart(this.#stopping.signal)) this.#deaths = 0;
    } catch (error) {
      if (this.#isStopping) return;
      if (!this.#isReady) {
        this.#giveUp(error as Error);
        return;
      }
      this.events.onNotice(`${this.name}: ${String(error)}`);
    }
    if (!this.#isStopping) this.start();
  }

  #giveUp(error: Error): void {
    this.#rejectReady(error);
    this.events.onGivenUp(this.name, error.message);
  }

  #diedTooOften(why: string): Error {
    return new Error(
      `${this.name} died ${this.#deaths} times in a row (${why}) and is not started again. Its last line: ${wordsOf(this.#lastLine)}. All of them: ${this.#log.path}`,
    );
  }
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  // Postgres' own signals are for its first process only; a kill is for the whole group.
  if (signal === 'SIGKILL') send(-child.pid, signal);
  send(child.pid, signal);
}

/** Returns the text of a line. For a JSON log line, that is its message and its error. */
function wordsOf(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line || '(none)';
  }
}
