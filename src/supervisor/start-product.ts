import { TEMPORAL_CLUSTER_VARIABLE } from '../config.js';
import { awaitDatabase, lookForDatabase } from './await-database.js';
import { addressOfDatabase, awaitListener, awaitReady } from './dependency.js';
import { originOf } from './claim.js';
import { roleCommand } from './role.js';
import type { StackUrls } from './run-files.js';
import { freeing, OPEN_WITHIN_MS, portOf, processEnv, type StartContext } from './start-context.js';

const ROLES = ['edge', 'worker', 'stream'] as const;

/** The addresses of the servers that our processes use. */
export type ServerUrls = Omit<StackUrls, 'edge' | 'metrics'>;

/** Returns where the edge serves. */
export function edgeUrls(context: StartContext): Pick<StackUrls, 'edge' | 'metrics'> {
  const origin = (name: 'edge' | 'metrics') =>
    originOf(context.settings.edgeHost, portOf(context, name));
  return { edge: origin('edge'), metrics: `${origin('metrics')}/metrics` };
}

/** Returns the settings that our processes need beyond the user's own. */
export function productSettings(context: StartContext, urls: ServerUrls): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: urls.database,
    TEMPORAL_ADDRESS: urls.temporal,
    TEMPORAL_UI_URL: urls.temporalUi,
    [TEMPORAL_CLUSTER_VARIABLE]: urls.temporalCluster ?? '',
    EDGE_PORT: String(portOf(context, 'edge')),
    METRICS_PORT: String(portOf(context, 'metrics')),
  };
}

/** Starts edge, worker and stream worker, and waits until orders can be stored. */
export async function startProduct(context: StartContext, urls: ServerUrls): Promise<void> {
  const { crew, secrets } = context;
  context.onProgress('starting edge, worker and stream worker');
  const { SECRETS_KEY, OPERATOR_TOKEN, VIEWER_TOKEN } = secrets;
  const env = () => ({
    ...processEnv(context),
    SECRETS_KEY,
    OPERATOR_TOKEN,
    VIEWER_TOKEN,
    ...productSettings(context, urls),
  });
  const address = addressOfDatabase(urls.database);
  await crew.all(
    ROLES.map((name) =>
      crew.run(name, () => roleCommand(name, env()), {
        ...(name === 'edge' && { freePorts: freeing(context, 'edge', 'metrics') }),
        // While the database is away, a death does not mean that the process itself is at fault.
        beforeRestart: async (signal) => {
          if (address) await awaitListener(address.host, address.port, signal);
          // The edge answers without it, too: that alerts shall come again.
          if (name === 'edge') return (await lookForDatabase(urls.database)) !== undefined;
          return awaitDatabase(urls.database, signal, (why) =>
            context.onNotice(`${name} waits for the database: ${why}`),
          );
        },
      }),
    ),
  );
  await awaitReady(`${edgeUrls(context).edge}/readyz`, OPEN_WITHIN_MS, crew.signal);
}
