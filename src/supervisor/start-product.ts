import { addressOfDatabase, awaitListener, awaitReady } from './dependency.js';
import { roleCommand } from './role.js';
import type { StackUrls } from './run-files.js';
import {
  OPEN_WITHIN_MS,
  portOf,
  processEnv,
  releasing,
  type StartContext,
} from './start-context.js';

const ROLES = ['edge', 'worker', 'stream'] as const;

/** Returns the settings that our processes need beyond the user's own. */
export function productSettings(context: StartContext, urls: StackUrls): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: urls.database,
    TEMPORAL_ADDRESS: urls.temporal,
    TEMPORAL_UI_URL: urls.temporalUi,
    EDGE_PORT: String(portOf(context, 'edge')),
    METRICS_PORT: String(portOf(context, 'metrics')),
  };
}

/** Starts edge, worker and stream worker, and waits until orders can be stored. */
export async function startProduct(context: StartContext, urls: StackUrls): Promise<void> {
  const { crew, secrets } = context;
  context.onProgress('starting edge, worker and stream worker');
  const { SECRETS_KEY, OPERATOR_TOKEN, VIEWER_TOKEN } = secrets;
  const env = {
    ...processEnv(context),
    SECRETS_KEY,
    OPERATOR_TOKEN,
    VIEWER_TOKEN,
    ...productSettings(context, urls),
  };
  const address = addressOfDatabase(urls.database);
  await crew.all(
    ROLES.map((name) =>
      crew.run(name, () => roleCommand(name, env), {
        ...(name === 'edge' && { beforeStart: releasing(context, 'edge', 'metrics') }),
        // While the database is away, a death does not mean that the process itself is at fault.
        beforeRestart: async (signal) => {
          if (address) await awaitListener(address.host, address.port, signal);
        },
      }),
    ),
  );
  await awaitReady(`${urls.edge}/readyz`, OPEN_WITHIN_MS, crew.signal);
}
