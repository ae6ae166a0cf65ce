import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { registerSearchAttributes } from '../temporal/register-search-attributes.js';
import type { ProcessCommand } from './managed-process.js';
import { ROOT } from './root.js';
import { runTool } from './run-tool.js';

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

/** Waits until a server answers and our search attributes are registered. */
export async function openTemporal(
  address: string,
  namespace: string,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '2 s' });
      try {
        await registerSearchAttributes(connection, namespace);
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (Date.now() > deadline || options.signal?.aborted) throw error;
      await sleep(100);
    }
  }
}
