import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { ProcessCommand } from './managed-process.js';
import {
  placeBinaries,
  placeCluster,
  postgresUser,
  type Binaries,
  type User,
} from './postgres-place.js';
import { endOrphan, endThoseWorkingIn } from './process-table.js';
import { runTool } from './run-tool.js';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly password: string;
  /** Extra settings, `name=value`. */
  readonly settings?: readonly string[];
  readonly onNotice: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** A Postgres cluster that is ready to be started. */
export interface LocalPostgres {
  readonly clusterDir: string;
  readonly password: string;
  readonly command: (port: number) => ProcessCommand;
  readonly databaseUrl: (port: number) => string;
}

const SUPERUSER = 'filltrail';
const DATABASE = 'filltrail';
/** Excludes the user's environment, whose PG* variables are meant for another server. */
const ENVIRONMENT = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/**
 * Prepares a cluster under `<dataDir>/postgres`. Creates it on first use, and cleans up what a
 * killed server left behind.
 *
 * Postgres refuses to run as root, so root runs it as another user, who must be able to enter every
 * parent folder. If that is not possible, cluster and binaries are placed under /var/tmp instead.
 */
export async function preparePostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const user = postgresUser();
  const clusterDir = placeCluster(options.dataDir, user, options.onNotice);
  const binaries = await placeBinaries(user, options.onNotice);
  if (existsSync(join(clusterDir, 'PG_VERSION'))) checkVersion(clusterDir, binaries.major);
  else await initialise(clusterDir, binaries, user, options);
  await clearAfterDeath(clusterDir);
  return {
    clusterDir,
    password: options.password,
    databaseUrl: (port) => urlOf(options.password, port, DATABASE),
    command: (port) => ({
      command: binaries.postgres,
      args: [
        ['-D', clusterDir, '-p', String(port)],
        // TCP on the loopback interface only: socket paths have length limits and owners.
        ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
        (options.settings ?? []).flatMap((setting) => ['-c', setting]),
      ].flat(),
      env: ENVIRONMENT,
      // Its own folder, because that user may not be able to enter the current one.
      cwd: clusterDir,
      stopSignal: 'SIGINT', // "fast": ends sessions, then shuts down in order
      // "Immediate": its children end too, and the log is replayed at the next start.
      killSignal: 'SIGQUIT',
      ...user,
    }),
  };
}

/**
 * Cleans up what a killed server left behind: its children, which may hold memory that a new server
 * must not share, and a pid file whose pid may belong to another process by now.
 */
export async function clearAfterDeath(clusterDir: string): Promise<void> {
  const pidFile = join(clusterDir, 'postmaster.pid');
  await endOrphan(pidFile, clusterDir, 'SIGINT');
  await endThoseWorkingIn(clusterDir, (command) => command.startsWith('postgres: '));
  rmSync(pidFile, { force: true });
}

/**
 * Waits until our Postgres answers, and creates the database on first use. While another program's
 * server answers in its place, ours has not started.
 *
 * @param options `port` is asked before each attempt: the server may have had to move
 * @throws Error when it does not answer in time, or refuses the password that it was created with
 */
export async function openPostgres(
  { clusterDir, password }: LocalPostgres,
  options: {
    readonly port: () => number;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    const port = options.port();
    const sql = postgres(urlOf(password, port, 'postgres'), {
      max: 1,
      connect_timeout: 2,
      onnotice: () => {},
    });
    try {
      if (!isReadyOn(clusterDir, port)) throw new Error(`Postgres is not ready on port ${port}`);
      const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
      if (found.length === 0) await sql.unsafe(`create database ${DATABASE}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        throw new Error(
          'the database was made with another password than secrets.json holds. Next step: put the old secrets.json back, or set DATA_DIR to another folder to begin anew',
          { cause: error },
        );
      }
      if (Date.now() > deadline || options.signal?.aborted) throw error;
      await sleep(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

/**
 * Returns whether the server of a cluster says, in the cluster's own pid file, that it has a port
 * and takes connections. Lines of the file, by Postgres' pidfile.h: the fourth is the port, the
 * eighth the state.
 */
function isReadyOn(clusterDir: string, port: number): boolean {
  const pidFile = join(clusterDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return false;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  return lines[3] === String(port) && lines[7]?.trim() === 'ready';
}

function urlOf(password: string, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Refuses data of another major version, which this one cannot read. */
function checkVersion(clusterDir: string, major: string): void {
  const made = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim();
  if (made === major) return;
  throw new Error(
    `the data in ${clusterDir} were written by PostgreSQL ${made}, this is ${major}. Next step: dump them with the old version, or set DATA_DIR to another folder to begin anew`,
  );
}

/**
 * Creates a cluster beside its final place, and then moves it there in one step, so that a killed
 * start leaves no partial cluster.
 */
async function initialise(
  clusterDir: string,
  binaries: Binaries,
  user: User | undefined,
  { password, signal }: PostgresOptions,
): Promise<void> {
  const unfinished = `${clusterDir}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  chmodSync(unfinished, 0o700);
  const passwordFile = join(dirname(clusterDir), '.postgres-password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (user) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    await runTool(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        '--auth=scram-sha-256',
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
      ],
      { cwd: unfinished, env: ENVIRONMENT, ...user, ...(signal ? { signal } : {}) },
    );
    renameSync(unfinished, clusterDir);
  } catch (cause) {
    throw new Error(
      `Postgres' data folder ${clusterDir} could not be made: ${(cause as Error).message}. Next step: set DATA_DIR to another folder, or DATABASE_URL to a Postgres that you run`,
      { cause },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
