import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Config } from '../config.js';
import { requireSetting } from '../config.js';
import type { Logger } from '../observability/log.js';
import { installRuntime } from './runtime.js';

export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
  readonly close: () => Promise<void>;
}

/** Opens a client that connects on first use: a process may start before Temporal does. */
export function connectClient(config: Config): TemporalClient {
  const connection = Connection.lazy({
    address: requireSetting(config.temporalAddress, 'TEMPORAL_ADDRESS'),
  });
  return {
    client: new Client({ connection, namespace: config.temporalNamespace }),
    connection,
    close: () => connection.close(),
  };
}

/** Opens a worker's connection, waiting for as long as Temporal is away. */
export async function connectWorker(config: Config, log: Logger): Promise<NativeConnection> {
  installRuntime(log);
  const address = requireSetting(config.temporalAddress, 'TEMPORAL_ADDRESS');
  for (;;) {
    try {
      // The messages are small and their number is large: packing each one costs more than it saves.
      return await NativeConnection.connect({ address, grpcCompression: { codec: 'none' } });
    } catch (error) {
      log.warn({ err: error, address }, 'Temporal does not answer yet');
      await sleep(1_000);
    }
  }
}
