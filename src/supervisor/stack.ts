import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXCHANGES } from '../../simulator/names.js';
import { loadConfig, type Config, type LocalPorts } from '../config.js';
import { seedDemo, type SeededDemo } from '../demo/seed.js';
import { STAGES, type StagePlan } from '../demo/stages.js';
import { claim, release, type Claim } from './claim.js';
import { Crew, StartAborted } from './crew.js';
import type { StackUrls } from './run-files.js';
import { localSecrets, type LocalSecrets } from './secrets.js';
import { portOf, type StartContext } from './start-context.js';
import { edgeUrls, productSettings, startProduct, type ServerUrls } from './start-product.js';
import { startDatabase, startTemporal, startVenue } from './start-servers.js';
import { venueUrls, type VenueUrls } from './venue-ports.js';

export interface StackOptions {
  /** The environment that contains the settings. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes any free port for everything; for the demo, the benchmark and tests. */
  readonly anyPorts?: boolean;
  /** The markets on which demo accounts are prepared when DEMO is on; all of them by default. */
  readonly stages?: readonly StagePlan[];
  /** Called with what a person at the terminal should see. */
  readonly onProgress: (text: string) => void;
  readonly onNotice: (text: string) => void;
  readonly onLine?: (name: string, line: string) => void;
  /** Called when a process is given up after everything ran: the stack cannot go on. */
  readonly onGivenUp: (text: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface Stack {
  readonly urls: StackUrls;
  readonly secrets: LocalSecrets;
  readonly demo: SeededDemo | undefined;
  readonly config: Config;
  /** Returns the process id of each running process. */
  pids(): Record<string, number>;
  stop(): Promise<void>;
}

/** How long a stop waits for a start that is under way to notice it. */
const NOTICE_MS = 2_000;

/**
 * Starts everything: Postgres and Temporal unless the settings name others, the simulated exchanges
 * if DEMO is on, then edge, worker and stream worker. Resolves when all of them are ready.
 *
 * @throws StartRefused if ports or the data folder are taken, StartAborted if `signal` aborts, or
 *   an Error whose message contains the next step; everything that was started is stopped again
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { env, signal } = options;
  const settings = loadConfig({ ...env, DATA_DIR: resolve(env['DATA_DIR'] || '.data') });
  const claimed = await claim({
    settings,
    anyPorts: options.anyPorts ?? false,
    isGiven: (variable) => Boolean(env[variable]),
    hasOwnPostgres: !env['DATABASE_URL'],
    hasOwnTemporal: !env['TEMPORAL_ADDRESS'],
  });
  for (const move of claimed.ports.moves) options.onNotice(move);
  const run = await Run.prepare(options, settings, claimed);
  const stop = () => void run.stop();
  signal?.addEventListener('abort', stop);
  try {
    return await run.start();
  } catch (error) {
    await run.stop();
    throw signal?.aborted ? new StartAborted() : error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** One run of everything, from the first process to the last. */
class Run {
  readonly #crew: Crew;
  readonly #context: StartContext;
  #started: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;
  #isUp = false;

  private constructor(
    private readonly options: StackOptions,
    settings: Config & LocalPorts,
    claimed: Claim,
    secrets: LocalSecrets,
  ) {
    const { env, onProgress, onNotice } = options;
    this.#crew = new Crew(
      { runDir: claimed.run.path, logDir: join(settings.dataDir, 'logs') },
      {
        onLine: (name, line) => options.onLine?.(name, line),
        onNotice,
        onGivenUp: (_name, text) => {
          if (this.#isUp) options.onGivenUp(text); // otherwise it is the reason why the start fails
        },
      },
    );
    this.#context = { env, settings, secrets, claimed, crew: this.#crew, onProgress, onNotice };
  }

  /** Prepares a run. It reads the secrets, which only the holder of the data folder may create. */
  static async prepare(
    options: StackOptions,
    settings: Config & LocalPorts,
    claimed: Claim,
  ): Promise<Run> {
    try {
      return new Run(options, settings, claimed, localSecrets(settings.dataDir, options.env));
    } catch (error) {
      await release(claimed);
      throw error;
    }
  }

  start(): Promise<Stack> {
    const started = this.#start();
    this.#started = started.catch(() => undefined);
    return started;
  }

  stop(): Promise<void> {
    this.#stopped ??= (async () => {
      // A start under way may have an open transaction, which must finish before its database ends.
      await this.#crew.stop(Promise.race([this.#started, sleep(NOTICE_MS)]));
      await release(this.#context.claimed);
    })();
    return this.#stopped;
  }

  async #start(): Promise<Stack> {
    const context = this.#context;
    const { settings, secrets, claimed } = context;
    if (this.options.signal?.aborted) throw new StartAborted();
    const [database, temporal] = await this.#crew.all([
      startDatabase(context),
      startTemporal(context),
      settings.demo ? startVenue(context) : undefined,
    ] as const);
    const venues = settings.demo ? venueUrls((name) => portOf(context, name)) : undefined;
    const servers: ServerUrls = {
      temporal: temporal.address,
      temporalUi: temporal.uiUrl,
      ...(temporal.clusterId !== undefined && { temporalCluster: temporal.clusterId }),
      database,
      venue: venues?.[EXCHANGES[0].name] ?? '',
      ...(venues && { venues }),
    };
    const configNow = () =>
      loadConfig({
        ...context.env,
        ...secrets,
        DATA_DIR: settings.dataDir,
        ...productSettings(context, servers),
      });
    const demo = venues && (await this.#seed(configNow(), servers.venue, venues));
    await startProduct(context, servers);
    this.#crew.refuseWhenStopping();
    const urls: StackUrls = { ...servers, ...edgeUrls(context) };
    claimed.run.writeUrls(urls);
    this.#isUp = true;
    this.options.onProgress('everything runs');
    return {
      urls,
      secrets,
      demo,
      config: configNow(), // the edge may have had to move
      pids: () => this.#crew.pids(),
      stop: () => this.stop(),
    };
  }

  async #seed(config: Config, controlOrigin: string, origins: VenueUrls): Promise<SeededDemo> {
    this.#crew.refuseWhenStopping();
    this.options.onProgress('preparing the demo accounts');
    return seedDemo(config, { stages: this.options.stages ?? STAGES, controlOrigin, origins });
  }
}
