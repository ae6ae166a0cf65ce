import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../drizzle/migrate.js';
import { loadConfig, type Config, type LocalPorts } from '../config.js';
import { seedDemo, type SeededDemo } from '../demo/seed.js';
import { STAGES, type StagePlan } from '../demo/stages.js';
import { claim, originOf, release, VENUE_PORTS, type Claim, type PortName } from './claim.js';
import { Crew, StartAborted } from './crew.js';
import { addressOfDatabase, awaitListener, awaitReady } from './dependency.js';
import { clearAfterDeath, openPostgres, preparePostgres } from './postgres.js';
import { roleCommand } from './role.js';
import type { StackUrls, VenueUrls } from './run-files.js';
import { localSecrets, type LocalSecrets } from './secrets.js';
import { findTemporalCli, openTemporal, temporalCommand } from './temporal.js';

export interface StackOptions {
  /** The environment that settings are read from. */
  readonly env: NodeJS.ProcessEnv;
  /** Take any free port for everything: for the demo, the benchmark and tests. */
  readonly anyPorts?: boolean;
  /** Markets to prepare demo accounts on when DEMO is on; unless told, all of them. */
  readonly stages?: readonly StagePlan[];
  /** What a person at the terminal should see. */
  readonly onProgress: (text: string) => void;
  readonly onNotice: (text: string) => void;
  readonly onLine?: (name: string, line: string) => void;
  /** A process is given up after everything ran: the stack cannot go on. */
  readonly onGivenUp: (text: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface Stack {
  readonly urls: StackUrls;
  readonly secrets: LocalSecrets;
  readonly demo: SeededDemo | undefined;
  readonly config: Config;
  /** The process id of each process that runs now. */
  pids(): Record<string, number>;
  stop(): Promise<void>;
}

const ROLES = ['edge', 'worker', 'stream'] as const;
const OPEN_WITHIN_MS = 120_000;
/** Longest wait, in a stop, for a start that is under way to notice. */
const NOTICE_MS = 2_000;

/**
 * Starts everything: Postgres and Temporal unless the settings name others, the simulated exchange
 * when DEMO is on, then edge, worker and stream worker; returns when all of them are ready.
 *
 * @throws StartRefused when ports or the data folder are taken, StartAborted when told to end, or an
 *   Error whose message holds the next step; what had been started by then is stopped again
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { env, signal } = options;
  const settings = loadConfig({ ...env, DATA_DIR: resolve(env['DATA_DIR'] || '.data') });
  const claimed = await claim({
    settings,
    anyPorts: options.anyPorts ?? false,
    hasOwnPostgres: !env['DATABASE_URL'],
    hasOwnTemporal: !env['TEMPORAL_ADDRESS'],
  });
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
  #started: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;
  #isUp = false;

  private constructor(
    private readonly options: StackOptions,
    private readonly settings: Config & LocalPorts,
    private readonly claimed: Claim,
    private readonly secrets: LocalSecrets,
  ) {
    this.#crew = new Crew(
      { runDir: claimed.run.path, logDir: join(settings.dataDir, 'logs') },
      {
        onLine: (name, line) => options.onLine?.(name, line),
        onNotice: options.onNotice,
        onGivenUp: (_name, text) => {
          if (this.#isUp) options.onGivenUp(text); // else it is the reason why the start fails
        },
      },
    );
  }

  /** Reads the secrets, which only the holder of the data folder may make. */
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
      // A start under way may have a transaction open: it finishes before its database goes.
      await this.#crew.stop(Promise.race([this.#started, sleep(NOTICE_MS)]));
      await release(this.claimed);
    })();
    return this.#stopped;
  }

  async #start(): Promise<Stack> {
    const { settings } = this;
    if (this.options.signal?.aborted) throw new StartAborted();
    const [database, temporal] = await this.#crew.all([
      this.#database(),
      this.#temporal(),
      settings.demo ? this.#venue() : undefined,
    ] as const);
    const urls: StackUrls = {
      edge: originOf(settings.edgeHost, this.#port('edge')),
      temporal: temporal.address,
      temporalUi: temporal.uiUrl,
      database,
      venue: settings.demo ? this.#venues().binance : '',
      ...(settings.demo && { venues: this.#venues() }),
      metrics: `${originOf(settings.edgeHost, this.#port('metrics'))}/metrics`,
    };
    const config = this.#config(urls);
    const demo = settings.demo ? await this.#seed(config) : undefined;
    await this.#roles(urls);
    this.#crew.refuseWhenStopping();
    this.claimed.run.writeUrls(urls);
    this.#isUp = true;
    this.options.onProgress('everything runs');
    return {
      ...{ urls, secrets: this.secrets, demo, config },
      pids: () => this.#crew.pids(),
      stop: () => this.stop(),
    };
  }

  async #database(): Promise<string> {
    const url = this.options.env['DATABASE_URL'] || (await this.#postgres());
    this.options.onProgress('bringing the database to the newest schema');
    try {
      await migrate(url);
    } catch (cause) {
      if (!this.options.env['DATABASE_URL']) throw cause;
      const { host = 'its host', port = '' } = addressOfDatabase(url) ?? {};
      throw new Error(
        `the database of DATABASE_URL (${host}:${port}) could not be brought to the newest schema. Next step: check that it runs and that the URL is right, or unset DATABASE_URL to use the one that comes along`,
        { cause },
      );
    }
    return url;
  }

  async #postgres(): Promise<string> {
    const { signal } = this.#crew;
    const options = {
      dataDir: this.settings.dataDir,
      port: this.#port('postgres'),
      password: this.secrets.POSTGRES_PASSWORD,
      onNotice: this.options.onNotice,
      settings: (this.options.env['POSTGRES_SETTINGS'] ?? '').split(' ').filter(Boolean),
      signal,
    };
    this.options.onProgress('starting Postgres');
    const { command, clusterDir, databaseUrl } = await preparePostgres(options);
    await this.#crew.run('postgres', () => command, {
      beforeStart: this.#release('postgres'),
      opened: () => openPostgres(options, OPEN_WITHIN_MS),
      beforeRestart: () => clearAfterDeath(clusterDir),
    });
    return databaseUrl;
  }

  async #temporal(): Promise<{ address: string; uiUrl: string }> {
    const { temporalNamespace: namespace, temporalUiUrl } = this.settings;
    const { env, onProgress } = this.options;
    const { signal } = this.#crew;
    const given = env['TEMPORAL_ADDRESS'];
    if (given) {
      onProgress(`using the Temporal at ${given}`);
      return { address: given, uiUrl: temporalUiUrl ?? '' };
    }
    const cli = await findTemporalCli(env, onProgress, signal);
    const [port, uiPort] = [this.#port('temporal'), this.#port('temporalUi')];
    const database = join(this.settings.dataDir, 'temporal.db');
    const command = temporalCommand({ env, cli, port, uiPort, database, namespace });
    const address = `127.0.0.1:${port}`;
    onProgress('starting Temporal');
    await this.#crew.run('temporal', () => command, {
      beforeStart: this.#release('temporal', 'temporalUi'),
      opened: () => openTemporal(address, namespace, { timeoutMs: OPEN_WITHIN_MS, signal }),
    });
    return { address, uiUrl: `http://127.0.0.1:${uiPort}` };
  }

  async #venue(): Promise<void> {
    this.options.onProgress('starting the simulated exchange');
    const journal = join(this.settings.dataDir, 'venue.jsonl');
    const [port, bybit, upbit, bithumb] = VENUE_PORTS.map((name) => String(this.#port(name)));
    const args = [
      ...['--port', port, '--bybit-port', bybit, '--upbit-port', upbit],
      ...['--bithumb-port', bithumb, '--journal', journal],
    ] as string[];
    await this.#crew.run('venue', () => roleCommand('venue', this.#env, args), {
      beforeStart: this.#release(...VENUE_PORTS),
    });
  }

  #venues(): VenueUrls {
    const origin = (name: PortName): string => `http://127.0.0.1:${this.#port(name)}`;
    return {
      binance: origin('venue'),
      bybit: origin('venueBybit'),
      upbit: origin('venueUpbit'),
      bithumb: origin('venueBithumb'),
    };
  }

  async #seed(config: Config): Promise<SeededDemo> {
    this.#crew.refuseWhenStopping();
    this.options.onProgress('preparing the demo accounts');
    const [stages, origins] = [this.options.stages ?? STAGES, this.#venues()];
    return seedDemo(config, { stages, controlOrigin: origins.binance, origins: { ...origins } });
  }

  async #roles(urls: StackUrls): Promise<void> {
    this.options.onProgress('starting edge, worker and stream worker');
    const { SECRETS_KEY, OPERATOR_TOKEN, VIEWER_TOKEN } = this.secrets;
    const env = {
      ...this.#env,
      ...{ SECRETS_KEY, OPERATOR_TOKEN, VIEWER_TOKEN },
      DATABASE_URL: urls.database,
      TEMPORAL_ADDRESS: urls.temporal,
      TEMPORAL_UI_URL: urls.temporalUi,
      EDGE_PORT: String(this.#port('edge')),
      METRICS_PORT: String(this.#port('metrics')),
    };
    const address = addressOfDatabase(urls.database);
    await this.#crew.all(
      ROLES.map((name) =>
        this.#crew.run(name, () => roleCommand(name, env), {
          ...(name === 'edge' && { beforeStart: this.#release('edge', 'metrics') }),
          // While the database is away, a death is no sign of a fault of the process itself.
          beforeRestart: async (signal) => {
            if (address) await awaitListener(address.host, address.port, signal);
          },
        }),
      ),
    );
    await awaitReady(`${urls.edge}/readyz`, OPEN_WITHIN_MS, this.#crew.signal);
  }

  get #env(): NodeJS.ProcessEnv {
    return { ...this.options.env, DATA_DIR: this.settings.dataDir };
  }

  #release(...names: PortName[]): () => Promise<void> {
    return () => this.claimed.ports.release(...names);
  }

  #port(name: PortName): number {
    return this.claimed.ports.port(name);
  }

  #config(urls: StackUrls): Config {
    return loadConfig({
      ...this.options.env,
      ...this.secrets,
      DATA_DIR: this.settings.dataDir,
      DATABASE_URL: urls.database,
      TEMPORAL_ADDRESS: urls.temporal,
      TEMPORAL_UI_URL: urls.temporalUi,
      EDGE_PORT: String(this.#port('edge')),
      METRICS_PORT: String(this.#port('metrics')),
    });
  }
}
