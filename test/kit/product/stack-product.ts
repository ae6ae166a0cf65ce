import type { Sql } from 'postgres';
import { connectDatabase, type Database } from '../../../drizzle/database.js';
import { requireSetting } from '../../../src/config.js';
import type { Secret } from '../../../src/observability/secret.js';
import { BLANK_SETTINGS } from '../../../src/supervisor/blank-settings.js';
import { startStack, type Stack, type StackOptions } from '../../../src/supervisor/stack.js';
import { SimulatorControl } from '../control/simulator-control.js';
import { EdgeClient } from './edge-client.js';
import type { RunningProduct } from './running-product.js';

export type ProcessRole = 'edge' | 'worker' | 'stream';

export interface StackSetup extends Partial<Omit<StackOptions, 'env' | 'anyPorts'>> {
  readonly dataDir: string;
  /** Added to this terminal's environment, in which the user's own settings are blanked. */
  readonly settings?: NodeJS.ProcessEnv;
}

/** Everything as separate processes on any free ports, supervised as by `npm start`. */
export class StackProduct implements RunningProduct {
  readonly edge: EdgeClient;
  readonly venue: SimulatorControl;
  readonly #connection;

  protected constructor(
    readonly dataDir: string,
    protected readonly stack: Stack,
  ) {
    const { urls, secrets } = stack;
    const tokens = { viewer: secrets.VIEWER_TOKEN, operator: secrets.OPERATOR_TOKEN };
    this.edge = new EdgeClient(() => urls.edge, tokens);
    this.venue = new SimulatorControl(urls.venue);
    this.#connection = connectDatabase(urls.database, { name: 'test' });
  }

  static async start(setup: StackSetup): Promise<StackProduct> {
    return new StackProduct(setup.dataDir, await startOwnStack(setup));
  }

  get secretsKey(): Secret<Buffer> {
    return requireSetting(this.stack.config.secretsKey, 'SECRETS_KEY');
  }
  get db(): Database {
    return this.#connection.db;
  }
  get sql(): Sql {
    return this.#connection.sql;
  }
  get commandSettings(): NodeJS.ProcessEnv {
    return { DATA_DIR: this.dataDir };
  }

  /** Returns the process id of each running process. */
  pids(): Record<string, number> {
    return this.stack.pids();
  }

  async close(): Promise<void> {
    await this.#connection.close().catch(() => undefined); // its server may be gone
    await this.stack.stop();
  }
}

/** Starts everything, whatever this terminal's settings are. */
export function startOwnStack({ dataDir, settings, ...options }: StackSetup): Promise<Stack> {
  return startStack({
    onProgress: () => undefined,
    onNotice: () => undefined,
    onGivenUp: (text) => console.error(text),
    ...options,
    env: { ...process.env, ...BLANK_SETTINGS, DATA_DIR: dataDir, ...settings },
    anyPorts: true,
  });
}
