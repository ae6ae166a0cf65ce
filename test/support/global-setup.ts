import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import type { TestProject } from 'vitest/node';
import { ManagedProcess } from '../../src/supervisor/managed-process.js';
import { choosePorts } from '../../src/supervisor/ports.js';
import { openPostgres, preparePostgres } from '../../src/supervisor/postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A running Postgres; test files make databases of their own in it. */
    postgresUrl: string;
    /** A running Temporal server; test files make namespaces of their own in it. */
    temporalAddress: string;
  }
}

/** The first run may build Temporal's CLI. */
const TEMPORAL_TIMEOUT_MS = 15 * 60_000;

/** Starts one real Postgres and one real Temporal for the whole run, in a folder that goes with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'filltrail-test-'));
  chmodSync(folder, 0o711); // as root, Postgres runs as a user who must be able to enter
  const any = (what: string) => ({ variable: 'none', what, port: 0, isDemanded: false });
  const ports = await choosePorts(
    { postgres: any('Postgres'), temporal: any('Temporal'), ui: any('Web UI') },
    '127.0.0.1',
  );
  const password = 'test-only';
  const local = await preparePostgres({
    dataDir: folder,
    port: ports.postgres,
    password,
    // A test's database need not survive the machine.
    settings: ['fsync=off', 'synchronous_commit=off', 'max_connections=300'],
    onNotice: console.log,
  });
  const manage = (name: string, build: () => typeof local.command) =>
    new ManagedProcess(
      name,
      build,
      { runDir: folder, logDir: join(folder, 'logs') },
      {
        onLine: (from, line) => {
          if (from === 'temporal' && /Temporal CLI|^ {2}|Tried/.test(line)) console.log(line);
        },
        onNotice: console.log,
        onGivenUp: (_name, text) => console.error(text),
      },
    );
  const database = manage('postgres', () => local.command);
  const temporal = manage('temporal', () => ({
    command: 'bash',
    args: [fileURLToPath(new URL('../../temporal-dev.sh', import.meta.url))],
    env: {
      ...process.env,
      TEMPORAL_PORT: String(ports.temporal),
      TEMPORAL_UI_PORT: String(ports.ui),
      TEMPORAL_DB: 'memory',
      FILLTRAIL_SUPERVISED: '1',
    },
  }));
  database.start();
  temporal.start();
  const temporalAddress = `127.0.0.1:${ports.temporal}`;
  await Promise.all([
    openPostgres({ port: ports.postgres, password }, 60_000),
    waitForTemporal(temporalAddress),
  ]);
  project.provide('postgresUrl', local.databaseUrl);
  project.provide('temporalAddress', temporalAddress);
  return async () => {
    await Promise.all([database.stop(10_000), temporal.stop(10_000)]);
    rmSync(folder, { recursive: true, force: true });
  };
}

async function waitForTemporal(address: string): Promise<void> {
  const deadline = Date.now() + TEMPORAL_TIMEOUT_MS;
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '2 s' });
      await connection.close();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}
