import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { Crew } from '../../../src/supervisor/crew.js';
import { HeldPorts } from '../../../src/supervisor/ports.js';
import { openPostgres, preparePostgres } from '../../../src/supervisor/postgres.js';
import { removeCluster } from '../../../src/supervisor/postgres-place.js';
import {
  findTemporalCli,
  openTemporal,
  temporalCommand,
} from '../../../src/supervisor/temporal.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A running Postgres, in which test files create their own databases. */
    postgresUrl: string;
    /** A running Temporal server, in which test files create their own namespaces. */
    temporalAddress: string;
    /** The path of Temporal's CLI. */
    temporalCli: string;
  }
}

const OPEN_WITHIN_MS = 60_000;

/** What was started, as test files are given it, and how it ends. */
interface Servers {
  readonly postgresUrl: string;
  readonly temporalAddress: string;
  readonly temporalCli: string;
  close(): Promise<void>;
}

interface SharedServers {
  readonly opening: Promise<Servers>;
  users: number;
}

/** Each project of a run loads this file anew, but all share the servers. */
const run = globalThis as { filltrailServers?: SharedServers };

/** Starts one real Postgres and one real Temporal for the whole run, with all of its projects. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (run.filltrailServers ??= { opening: open(), users: 0 });
  shared.users += 1;
  const servers = await shared.opening;
  project.provide('postgresUrl', servers.postgresUrl);
  project.provide('temporalAddress', servers.temporalAddress);
  project.provide('temporalCli', servers.temporalCli);
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) await servers.close();
  };
}

/** Starts both in a folder that is removed at the end. */
async function open(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'filltrail-test-'));
  chmodSync(folder, 0o711); // as root, Postgres runs as a user who must be able to enter
  const crew = new Crew(
    { runDir: folder, logDir: join(folder, 'logs') },
    { onLine: () => undefined, onNotice: console.log, onGivenUp: (_, text) => console.error(text) },
  );
  const clear = (): void => {
    removeCluster(folder);
    // After an interruption, something may keep writing for a moment.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  // There is no teardown after an interrupted run.
  process.on('exit', clear);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(130));
  }
  process.env['TMPDIR'] = folder; // whatever the test files leave there is removed with it
  const close = async (): Promise<void> => {
    await crew.stop();
    process.off('exit', clear);
    clear();
  };
  try {
    // Fetching the CLI for the first time may take minutes, so its progress is printed.
    const cli = await findTemporalCli(process.env, console.log);
    const any = (what: string) => ({ variable: 'none', what, port: 0, isDemanded: false });
    const ports = await HeldPorts.take({
      postgres: any('Postgres'),
      temporal: any('Temporal'),
      ui: any('Web UI'),
    });
    await ports.releaseAll();
    const [postgresUrl, temporalAddress] = await crew.all([
      startPostgres(crew, folder, ports.port('postgres')),
      startTemporal(crew, cli, ports.port('temporal'), ports.port('ui')),
    ]);
    return { postgresUrl, temporalAddress, temporalCli: cli, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Returns the address of the database. */
async function startPostgres(crew: Crew, dataDir: string, port: number): Promise<string> {
  const server = await preparePostgres({
    dataDir,
    password: 'test-only',
    onNotice: console.log,
    // A test's database need not survive a crash of the machine.
    settings: ['fsync=off', 'synchronous_commit=off', 'max_connections=300'],
    signal: crew.signal,
  });
  const options = { port: () => port, timeoutMs: OPEN_WITHIN_MS, signal: crew.signal };
  const opened = () => openPostgres(server, options);
  await crew.run('postgres', () => server.command(port), { opened });
  return server.databaseUrl(port);
}

/** Returns the address of the server. */
async function startTemporal(
  crew: Crew,
  cli: string,
  port: number,
  uiPort: number,
): Promise<string> {
  const namespace = 'default';
  const address = `127.0.0.1:${port}`;
  const database = 'memory';
  const command = temporalCommand({ env: process.env, cli, port, uiPort, namespace, database });
  const opened = async () => {
    const expected = { address: () => address, namespace, database };
    await openTemporal({ ...expected, timeoutMs: OPEN_WITHIN_MS, signal: crew.signal });
  };
  await crew.run('temporal', () => command, { opened });
  return address;
}
