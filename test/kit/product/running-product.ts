import type { Sql } from 'postgres';
import type { Database } from '../../../drizzle/database.js';
import type { Secret } from '../../../src/observability/secret.js';
import type { SimulatorControl } from '../control/simulator-control.js';
import type { EdgeClient } from './edge-client.js';

/** A running product, in this process or in its own processes: what tests need of it. */
export interface RunningProduct {
  readonly edge: EdgeClient;
  /** The simulated exchanges that it trades on. */
  readonly venue: SimulatorControl;
  readonly secretsKey: Secret<Buffer>;
  readonly db: Database;
  readonly sql: Sql;
  /** The settings of a command line that is to find this product. */
  readonly commandSettings: NodeJS.ProcessEnv;
  close(): Promise<void>;
}
