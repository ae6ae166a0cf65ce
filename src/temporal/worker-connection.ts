import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { Config } from '../config.js';
import { requireSetting } from '../config.js';
import type { Logger } from '../observability/log.js';
import { ForeignTemporal, proveServer } from './own-server.js';
import { installRuntime } from './runtime.js';

/**
 * Opens a worker's connection, and waits as long as Temporal is away. This is separate from
 * `client.ts` because it loads the SDK's native library, which only the workers need.
 *
 * @throws ForeignTemporal if another server answers than the one of our data
 */
export async function connectWorker(config: Config, log: Logger): Promise<NativeConnection> {
  installRuntime(log);
  const address = requireSetting(config.temporalAddress, 'TEMPORAL_ADDRESS');
  for (;;) {
    try {
      // The messages are small and many: compressing each one costs more than it saves.
      const connection = await NativeConnection.connect({
        address,
        grpcCompression: { codec: 'none' },
      });
      await proveServer(connection, config);
      return connection;
    } catch (error) {
      if (error instanceof ForeignTemporal) throw error;
      log.warn({ err: error, address }, 'Temporal does not answer yet');
      await sleep(1_000);
    }
  }
}
