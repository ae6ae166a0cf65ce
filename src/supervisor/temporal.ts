import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { clusterIdOf } from '../temporal/own-server.js';
import { registerSearchAttributes } from '../temporal/register-search-attributes.js';
import type { ProcessCommand } from './managed-process.js';
import { isKeptIn } from './own-temporal.js';
import { ROOT } from './root.js';
import { runTool } from './run-tool.js';

/** In place of a database file: keep nothing. */
const IN_MEMORY = 'memory';
const SCRIPT = join(ROOT, 'temporal-dev.sh');

/**
 * Returns the path of Temporal's CLI, and fetches it first if there is none. That may take minutes,
 * and is reported line by line.
 *
 * @throws Error listing every way that was tried, and why each failed
 */
export async function findTemporalCli(
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<string> {
  const options = { env, onLine, ...(signal ? { signal } : {}) };
  return (await runTool('bash', [SCRIPT, '--find'], options)).trim();
}

export interface TemporalOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cli: string;
  readonly port: number;
  readonly uiPort: number;
  /** A file, or "memory" to keep nothing. */
  readonly database: string;
  readonly namespace: string;
}

/** Returns the command of a local server. Its process id is the server's own. */
export function temporalCommand(options: TemporalOptions): ProcessCommand {
  return {
    command: 'bash',
    args: [SCRIPT],
    env: {
      ...options.env,
      TEMPORAL_CLI: options.cli,
      TEMPORAL_PORT: String(options.port),
      TEMPORAL_UI_PORT: String(options.uiPort),
      TEMPORAL_DB: options.database,
      TEMPORAL_NAMESPACE: options.namespace,
      FILLTRAIL_SUPERVISED: '1',
    },
  };
}

export interface OpenTemporalOptions {
  /** Asked before each attempt: the server may have had to move to another port. */
  readonly address: () => string;
  readonly namespace: string;
  /** The file of the server's database, which proves that it is ours; "memory" proves nothing. */
  readonly database: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until our server answers and our search attributes are registered. While another program's
 * Temporal answers in its place, ours has not started.
 *
 * @returns the id of its cluster
 * @throws Error when it has not answered in time, or when the signal aborts first
 */
export async function openTemporal(options: OpenTemporalOptions): Promise<string> {
  const { address, timeoutMs, signal } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await prepareTemporal(address(), options);
    } catch (error) {
      if (Date.now() > deadline || signal?.aborted) throw error;
      await sleep(100);
    }
  }
}

async function prepareTemporal(
  address: string,
  { database, namespace }: OpenTemporalOptions,
): Promise<string> {
  const connection = await Connection.connect({ address, connectTimeout: '2 s' });
  try {
    const clusterId = await clusterIdOf(connection);
    if (database !== IN_MEMORY && !(await isKeptIn(database, clusterId))) {
      throw new Error(
        `the Temporal at ${address} must work on ${database}, was another one (cluster ${clusterId}). Next step: end the other one, or set TEMPORAL_PORT to a free port`,
      );
    }
    await registerSearchAttributes(connection, namespace);
    return clusterId;
  } finally {
    await connection.close();
  }
}
