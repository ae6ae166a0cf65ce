import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { migrate } from '../../drizzle/migrate.js';
import { loadConfig, type Config, type LocalPorts } from '../config.js';
import { seedDemo, type SeededDemo } from '../demo/seed.js';
import { Secret } from '../observability/secret.js';
import { registerSearchAttributes } from '../temporal/register-search-attributes.js';
import { ManagedProcess, type ProcessCommand } from './managed-process.js';
import { choosePorts, PortsTaken } from './ports.js';
import { openPostgres, preparePostgres, type LocalPostgres } from './postgres.js';
import { endOrphan } from './process-table.js';
import { RunFolder, type StackUrls } from './run-files.js';
import { localSecrets, type LocalSecrets } from './secrets.js';

export interface StackOptions {
  /** The environment that settings are read from. */
  readonly env: NodeJS.ProcessEnv;
  /** Take any free port for everything: for the demo, the benchmark and tests. */
  readonly anyPorts?: boolean;
  /** What a person at the terminal should see. */
  readonly onProgress: (text: string) => void;
  readonly onNotice: (text: string) => void;
  readonly onLine?: (name: string, line: string) => void;
  /** A process is given up: the stack cannot go on. */
  readonly onGivenUp: (text: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

/** The start was ended before everything ran. */
export class StartAborted extends Error {}

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
const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]dist[\\/]$/, '/');
const START_TIMEOUT_MS = 120_000;
/** Temporal's first start may build its CLI. */
const TEMPORAL_TIMEOUT_MS = 15 * 60_000;
/** Well within the 15 s in which a stop must end. */
const PATIENCE_MS = 7_000;

/**
 * Starts everything: Postgres and Temporal unless the settings name others, the simulated exchange
 * when DEMO is on, then edge, worker and stream worker; returns when all of them are ready.
 *
 * @throws PortsTaken, AlreadyRunning, or an Error whose message holds the next step; what had been
 * started by then is stopped again
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { env } = options;
  const settings = loadConfig({ ...env, DATA_DIR: resolve(env['DATA_DIR'] || '.data') });
  const run = new RunFolder(settings.dataDir);
  const ports = await takePorts(settings, run, options);
  const stack = new Starting(options, settings, run, ports);
  const aborted = new Promise<never>((_, reject) => {
    options.signal?.addEventListener('abort', () => reject(new StartAborted('stopped')));
  });
  try {
    return await Promise.race([stack.start(), aborted]);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

type Ports = Record<'edge' | 'metrics' | 'postgres' | 'temporal' | 'temporalUi' | 'venue', number>;

/** Says everything that is in the way at once: taken ports, and a start that already runs here. */
async function takePorts(
  settings: Config & LocalPorts,
  run: RunFolder,
  options: StackOptions,
): Promise<Ports> {
  const wish = (variable: string, what: string, given: number | undefined, preferred: number) => ({
    variable,
    what,
    port: options.anyPorts ? 0 : (given ?? preferred),
    isDemanded: given !== undefined,
  });
  const problems: string[] = [];
  const holder = run.holder();
  if (holder !== undefined) {
    problems.push(
      `a Filltrail (pid ${holder}) already runs with DATA_DIR ${settings.dataDir}; stop it, or set DATA_DIR to another folder`,
    );
  }
  try {
    const ports = await choosePorts(
      {
        edge: wish('EDGE_PORT', 'page, API and SSE', settings.edgePort, 5001),
        metrics: wish('METRICS_PORT', 'Prometheus metrics', settings.metricsPort, 9464),
        postgres: wish('POSTGRES_PORT', 'Postgres', settings.postgresPort, 54329),
        temporal: wish('TEMPORAL_PORT', 'Temporal', settings.temporalPort, 7233),
        temporalUi: wish('TEMPORAL_UI_PORT', 'Temporal Web UI', settings.temporalUiPort, 8233),
        venue: wish('VENUE_PORT', 'simulated exchange', settings.venuePort, 5002),
      },
      settings.edgeHost,
    );
    if (problems.length === 0) {
      run.lock();
      return ports;
    }
  } catch (error) {
    if (!(error instanceof PortsTaken)) throw error;
    problems.unshift(...error.problems);
  }
  throw new PortsTaken(problems);
}

class Starting {
  readonly #processes: ManagedProcess[] = [];
  readonly #secrets: LocalSecrets;
  readonly #folders: { runDir: string; logDir: string };
  #stopping: Promise<void> | undefined;

  constructor(
    private readonly options: StackOptions,
    private readonly settings: Config & LocalPorts,
    private readonly run: RunFolder,
    private readonly ports: Ports,
  ) {
    this.#secrets = localSecrets(settings.dataDir, options.env);
    this.#folders = { runDir: run.path, logDir: join(settings.dataDir, 'logs') };
  }

  async start(): Promise<Stack> {
    const { settings, options, ports } = this;
    const [database, temporal] = await Promise.all([
      this.#database(),
      this.#temporal(),
      settings.demo ? this.#venue() : undefined,
    ]);
    const urls: StackUrls = {
      edge: `http://${settings.edgeHost}:${ports.edge}`,
      temporal: temporal.address,
      temporalUi: temporal.uiUrl,
      database,
      venue: settings.demo ? `http://127.0.0.1:${ports.venue}` : '',
      metrics: `http://${settings.edgeHost}:${ports.metrics}/metrics`,
    };
    const config: Config = {
      ...settings,
      databaseUrl: new Secret(database),
      temporalAddress: temporal.address,
      temporalUiUrl: temporal.uiUrl,
      edgePort: ports.edge,
      metricsPort: ports.metrics,
      operatorToken: new Secret(this.#secrets.OPERATOR_TOKEN),
      viewerToken: new Secret(this.#secrets.VIEWER_TOKEN),
      secretsKey: new Secret(Buffer.from(this.#secrets.SECRETS_KEY, 'hex')),
    };
    const demo = settings.demo ? await this.#seed(config, urls.venue) : undefined;
    await this.#roles(urls);
    this.run.writeUrls(urls);
    options.onProgress('ready');
    return {
      urls,
      secrets: this.#secrets,
      demo,
      config,
      pids: () =>
        Object.fromEntries(
          this.#processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]])),
        ),
      stop: () => this.stop(),
    };
  }

  /** Stops in the order of dependence: first who writes, then where it is written. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const named = (...names: string[]) =>
      this.#processes.filter((managed) => names.includes(managed.name));
    await Promise.all(named(...ROLES).map((managed) => managed.stop(PATIENCE_MS)));
    await Promise.all(named('venue', 'temporal', 'postgres').map((managed) => managed.stop(5_000)));
    this.run.clear();
  }

  async #database(): Promise<string> {
    const given = this.options.env['DATABASE_URL'];
    let url = given;
    if (!url) {
      const local = await this.#startPostgres();
      url = local.databaseUrl;
    }
    this.options.onProgress('bringing the database to the newest schema');
    await migrate(url);
    return url;
  }

  async #startPostgres(): Promise<LocalPostgres> {
    const options = {
      dataDir: this.settings.dataDir,
      port: this.ports.postgres,
      password: this.#secrets.POSTGRES_PASSWORD,
      onNotice: this.options.onNotice,
      settings: (this.options.env['POSTGRES_SETTINGS'] ?? '').split(' ').filter(Boolean),
    };
    this.options.onProgress('starting Postgres');
    const local = await preparePostgres(options);
    const { clusterDir } = local;
    await endOrphan(this.run.pidFile('postgres'), clusterDir, 'SIGINT');
    this.#manage('postgres', () => local.command).start();
    await openPostgres(options, START_TIMEOUT_MS);
    return local;
  }

  async #temporal(): Promise<{ address: string; uiUrl: string }> {
    const given = this.options.env['TEMPORAL_ADDRESS'];
    if (given) return { address: given, uiUrl: this.settings.temporalUiUrl ?? '' };
    const { temporal: port, temporalUi: uiPort } = this.ports;
    const databaseFile = join(this.settings.dataDir, 'temporal.db');
    this.options.onProgress('starting Temporal');
    await endOrphan(this.run.pidFile('temporal'), databaseFile, 'SIGTERM');
    this.#manage('temporal', () => ({
      command: 'bash',
      args: [join(ROOT, 'temporal-dev.sh')],
      env: {
        ...this.options.env,
        TEMPORAL_PORT: String(port),
        TEMPORAL_UI_PORT: String(uiPort),
        TEMPORAL_DB: databaseFile,
        TEMPORAL_NAMESPACE: this.settings.temporalNamespace,
        FILLTRAIL_SUPERVISED: '1',
      },
    })).start();
    const address = `127.0.0.1:${port}`;
    await this.#temporalReady(address);
    return { address, uiUrl: `http://127.0.0.1:${uiPort}` };
  }

  async #temporalReady(address: string): Promise<void> {
    const deadline = Date.now() + TEMPORAL_TIMEOUT_MS;
    for (;;) {
      try {
        const connection = await Connection.connect({ address, connectTimeout: '2 s' });
        try {
          await registerSearchAttributes(connection, this.settings.temporalNamespace);
          return;
        } finally {
          await connection.close();
        }
      } catch (error) {
        if (Date.now() > deadline || this.#stopping) throw error;
        await sleep(200);
      }
    }
  }

  async #venue(): Promise<void> {
    this.options.onProgress('starting the simulated exchange');
    const journal = join(this.settings.dataDir, 'venue.jsonl');
    const venue = this.#manage('venue', () =>
      this.#role('venue', {}, ['--port', String(this.ports.venue), '--journal', journal]),
    );
    venue.start();
    await this.#isReady(venue);
  }

  async #seed(config: Config, venueOrigin: string): Promise<SeededDemo> {
    this.options.onProgress('preparing the demo accounts');
    return seedDemo(config, { venueOrigin });
  }

  async #roles(urls: StackUrls): Promise<void> {
    this.options.onProgress('starting edge, worker and stream worker');
    const env = {
      DATABASE_URL: urls.database,
      TEMPORAL_ADDRESS: urls.temporal,
      TEMPORAL_UI_URL: urls.temporalUi,
      EDGE_PORT: String(this.ports.edge),
      METRICS_PORT: String(this.ports.metrics),
    };
    const roles = ROLES.map((name) => this.#manage(name, () => this.#role(name, env, [])));
    for (const role of roles) role.start();
    await Promise.all(roles.map((role) => this.#isReady(role)));
  }

  #role(name: string, env: NodeJS.ProcessEnv, args: readonly string[]): ProcessCommand {
    return {
      command: process.execPath,
      args: [join(ROOT, 'bin', 'filltrail.mjs'), name, ...args],
      cwd: ROOT,
      env: {
        ...this.options.env,
        ...this.#secrets,
        DATA_DIR: this.settings.dataDir,
        FILLTRAIL_SUPERVISED: '1',
        ...env,
      },
      hasChannel: true,
    };
  }

  async #isReady(managed: ManagedProcess): Promise<void> {
    const timer = new AbortController();
    await Promise.race([
      managed.ready,
      sleep(START_TIMEOUT_MS, undefined, { signal: timer.signal }).then(() => {
        throw new Error(
          `${managed.name} is not ready after ${START_TIMEOUT_MS / 1000} s; see ${join(this.#folders.logDir, `${managed.name}.log`)}`,
        );
      }),
    ]);
    timer.abort();
  }

  #manage(name: string, build: () => ProcessCommand): ManagedProcess {
    const { options } = this;
    const managed = new ManagedProcess(name, build, this.#folders, {
      onLine: (from, line) => options.onLine?.(from, line),
      onNotice: options.onNotice,
      onGivenUp: (_name, text) => options.onGivenUp(text),
    });
    this.#processes.push(managed);
    return managed;
  }
}
