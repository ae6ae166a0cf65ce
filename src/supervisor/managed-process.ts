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
  /** Opens an IPC channel: the child notices when we die, and says when it is ready. */
  readonly hasChannel?: boolean;
  /** Asks the process to end. */
  readonly stopSignal?: NodeJS.Signals;
  /** Ends it at once. */
  readonly killSignal?: NodeJS.Signals;
}

export interface ProcessEvents {
  /** A line that the process wrote. */
  onLine(name: string, line: string): void;
  /** Something that the person at the terminal should know. */
  onNotice(text: string): void;
  /** The process keeps dying and is not started again. */
  onGivenUp(name: string, text: string): void;
}

/** A process that was ready once comes back at once. Only one that keeps dying is slowed down. */
const PAUSES_MS = [100, 300, 700, 1_200, 1_500, 3_000, 6_000, 10_000, 10_000, 10_000];
/** A process that has never been ready has a reason that waiting does not mend. */
const MOST_DEATHS_BEFORE_READY = 3;
/** A process that lived this long had started well: its next death counts as the first. */
const STABLE_AFTER_MS = 10_000;

/** The children that run now: they end with this process, whatever way it ends. */
const alive = new Map<ChildProcess, NodeJS.Signals>();
const endAll = (): void => {
  for (const [child, signal] of alive) end(child, signal);
};
process.on('exit', endAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // A signal that nobody else handles ends us as it would without this, but the children first.
  const onSignal = (): void => {
    if (process.listenerCount(signal) > 1) return;
    endAll();
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.on(signal, onSignal);
}

/** One child process: kept running, its pid on file, its output in a log. */
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
  /** Resolves when it is ready for the first time; rejects when it is given up before. */
  readonly ready = new Promise<void>((resolve, reject) => {
    this.#resolveReady = resolve;
    this.#rejectReady = reject;
  });

  constructor(
    readonly name: string,
    private readonly build: () => ProcessCommand,
    private readonly folders: { runDir: string; logDir: string },
    private readonly events: ProcessEvents,
    /** Runs before each start but the first, to clear up after a death or await what is needed. */
    private readonly beforeRestart: (signal: AbortSignal) => Promise<void> = () =>
      Promise.resolve(),
  ) {
    this.#log = new LogFile(join(folders.logDir, `${name}.log`));
    this.ready.catch(() => undefined); // whoever waits for it gets the error, if anybody does
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Marks it as ready, for a process that cannot say so itself. */
  markReady(): void {
    this.#isReady = true;
    this.#resolveReady();
  }

  /** Starts it. From then on it is started again whenever it dies, until it is stopped. */
  start(): void {
    const command = this.build();
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
        if (child.pid !== undefined) send(-child.pid, 'SIGKILL'); // helpers of its own
        if (this.#child === child) this.#child = undefined;
        resolve();
        if (!this.#isStopping) void this.#restart(why, Date.now() - startedAt);
      };
      child.once('error', (error) => {
        if (child.pid === undefined) onEnd(error.message); // never started: there is no exit
      });
      child.once('exit', (code, signal) =>
        onEnd(signal ? `killed by ${signal}` : `exit code ${code}`),
      );
    });
  }

  /** Asks the process to end, and kills it when it has not ended after `patienceMs`. */
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
      this.#giveUp(why);
      return;
    }
    const pauseMs = PAUSES_MS[this.#deaths - 1] ?? 0;
    this.events.onNotice(`${this.name} ended (${why}); starting it again in ${pauseMs / 1000} s`);
    try {
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal });
      await this.beforeRestart(this.#stopping.signal);
    } catch (error) {
      if (!this.#isStopping) this.events.onNotice(`${this.name}: ${String(error)}`);
    }
    if (!this.#isStopping) this.start();
  }

  #giveUp(why: string): void {
    const text = `${this.name} died ${this.#deaths} times in a row (${why}) and is not started again. Its last line: ${wordsOf(this.#lastLine)}. All of them: ${this.#log.path}`;
    this.#rejectReady(new Error(text));
    this.events.onGivenUp(this.name, text);
  }
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  // Postgres' own signals are for its first process only; a kill is for the whole group.
  if (signal === 'SIGKILL') send(-child.pid, signal);
  send(child.pid, signal);
}

/** Returns what a line says: of a JSON log line, its message and its error. */
function wordsOf(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line || '(none)';
  }
}
