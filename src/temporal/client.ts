import { Client, Connection } from '@temporalio/client';
import type { Config } from '../config.js';
import { requireSetting } from '../config.js';
import { ForeignTemporal, proveServer } from './own-server.js';

export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
  /** Rejects with ForeignTemporal if another server answers than the one of our data. */
  readonly refuseForeign: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a client that connects on first use, so that a process may start before Temporal does. */
export function connectClient(config: Config): TemporalClient {
  const connection = Connection.lazy({
    address: requireSetting(config.temporalAddress, 'TEMPORAL_ADDRESS'),
  });
  return {
    client: new Client({ connection, namespace: config.temporalNamespace }),
    connection,
    refuseForeign: () =>
      proveServer(connection, config).catch((error: unknown) => {
        if (error instanceof ForeignTemporal) throw error;
      }),
    close: () => connection.close(),
  };
}
