import { setTimeout as sleep } from 'node:timers/promises';
import { ManagedProcess, type ProcessCommand, type ProcessEvents } from './managed-process.js';

/** The start was stopped before everything ran. */
export class StartAborted extends Error {
  override readonly name = 'StartAborted';
}

export interface RunOptions {
  /**
   * Called before each start until the process was ready once: frees its ports for it, or finds it
   * others. Later its ports stay, since the other processes know them.
   */
  readonly freePorts?: () => Promise<void>;
  /** Resolves when the process can be used. Without it, the process reports that itself. */
  readonly opened?: () => Promise<void>;
  /** Resolves with true if what the process needs was away, so that its deaths do not count. */
  readonly beforeRestart?: (signal: AbortSignal) => Promise<boolean | void>;
}

/** Long, since a first start compiles, and a database may have a log to replay. */
const READY_WITHIN_MS = 120_000;
/** A stop must end within 15 s: first the processes that write, then the servers they write to. */
const WRITERS = { names: ['edge', 'worker', 'stream'], patienceMs: 6_500 };
const SERVERS = { names: ['venue', 'temporal', 'postgres'], patienceMs: 4_000 };

/** The processes of one stack, started and stopped together. */
export class Crew {
  readonly #processes: ManagedProcess[] = [];
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  constructor(
    private readonly folders: { readonly runDir: string; readonly logDir: string },
    private readonly events: ProcessEvents,
  ) {}

  /** Aborts when the stop begins. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Returns the process id of each running process. */
  pids(): Record<string, number> {
    return Object.fromEntries(
      this.#processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]])),
    );
  }

  /**
   * Starts a process and waits until it is ready for the first time. From then on it is kept
   * running.
   *
   * @throws StartAborted if the stop begins first; otherwise an Error that says where to look
   */
  async run(name: string, build: () => ProcessCommand, options: RunOptions = {}): Promise<void> {
    this.refuseWhenStopping();
    await options.freePorts?.();
    this.refuseWhenStopping();
    const managed: ManagedProcess = new ManagedProcess(
      name,
      build,
      this.folders,
      this.events,
      async (signal) => {
        const wasAway = await options.beforeRestart?.(signal);
        if (!managed.wasReady) await options.freePorts?.();
        return wasAway;
      },
    );
    this.#processes.push(managed);
    managed.start();
    const isOpen = options.opened?.().then(() => managed.markReady());
    await this.#withinReason(name, Promise.race([managed.ready, isOpen ?? managed.ready]));
  }

  /**
   * Waits for all starts. If one fails, the stop begins, and the error is thrown when all have
   * noticed.
   */
  async all<T extends readonly unknown[]>(
    starts: T,
  ): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
    try {
      return await Promise.all(starts);
    } catch (error) {
      this.#stopping.abort();
      await Promise.allSettled(starts);
      throw error;
    }
  }

  /** @throws StartAborted once the stop has begun */
  refuseWhenStopping(): void {
    if (this.signal.aborted) throw new StartAborted();
  }

  /**
   * Stops in the order of dependence: first the processes that write, while `meanwhile` does
   * whatever else needs the servers, then the servers.
   */
  stop(meanwhile: Promise<unknown> = Promise.resolve()): Promise<void> {
    this.#stopping.abort();
    this.#stopped ??= (async () => {
      await Promise.all([meanwhile, this.#stopGroup(WRITERS)]);
      await this.#stopGroup(SERVERS);
    })();
    return this.#stopped;
  }

  async #stopGroup({ names, patienceMs }: typeof WRITERS): Promise<void> {
    const group = this.#processes.filter(({ name }) => names.includes(name));
    await Promise.all(group.map((managed) => managed.stop(patienceMs)));
  }

  /** Waits for `ready`, but with a time limit, and no longer than until the stop. */
  async #withinReason(name: string, ready: Promise<void>): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.signal]);
    const late = sleep(READY_WITHIN_MS, undefined, { signal }).then(
      () => {
        throw new Error(
          `${name} is not ready after ${READY_WITHIN_MS / 1000} s. Next step: look into ${this.folders.logDir}/${name}.log`,
        );
      },
      () => {
        throw new StartAborted();
      },
    );
    try {
      await Promise.race([ready, late]);
    } finally {
      over.abort();
    }
  }
}
