import { join } from 'node:path';
import { migrate } from '../../drizzle/migrate.js';
import { EXCHANGE_NAMES } from '../../simulator/names.js';
import { addressOfDatabase } from './dependency.js';
import { clearAfterDeath, openPostgres, preparePostgres } from './postgres.js';
import { roleCommand } from './role.js';
import {
  OPEN_WITHIN_MS,
  portOf,
  processEnv,
  releasing,
  type StartContext,
} from './start-context.js';
import { findTemporalCli, openTemporal, temporalCommand } from './temporal.js';
import { VENUE_PORTS, venuePortOf, venuePortOption } from './venue-ports.js';

/**
 * Starts Postgres, unless the settings name another one, and migrates it to the newest schema.
 *
 * @returns the database's URL
 */
export async function startDatabase(context: StartContext): Promise<string> {
  const given = context.env['DATABASE_URL'];
  const url = given || (await startPostgres(context));
  context.onProgress('bringing the database to the newest schema');
  try {
    await migrate(url);
  } catch (cause) {
    if (!given) throw cause;
    const { host = 'its host', port = '' } = addressOfDatabase(url) ?? {};
    throw new Error(
      `the database of DATABASE_URL (${host}:${port}) could not be brought to the newest schema. Next step: check that it runs and that the URL is right, or unset DATABASE_URL to use the one that comes along`,
      { cause },
    );
  }
  return url;
}

async function startPostgres(context: StartContext): Promise<string> {
  const { env, settings, secrets, crew, onProgress, onNotice } = context;
  const options = {
    dataDir: settings.dataDir,
    port: portOf(context, 'postgres'),
    password: secrets.POSTGRES_PASSWORD,
    onNotice,
    settings: (env['POSTGRES_SETTINGS'] ?? '').split(' ').filter(Boolean),
    signal: crew.signal,
  };
  onProgress('starting Postgres');
  const { command, clusterDir, databaseUrl } = await preparePostgres(options);
  await crew.run('postgres', () => command, {
    beforeStart: releasing(context, 'postgres'),
    opened: () => openPostgres(options, OPEN_WITHIN_MS),
    beforeRestart: () => clearAfterDeath(clusterDir),
  });
  return databaseUrl;
}

/** Starts Temporal, unless the settings name another one. */
export async function startTemporal(
  context: StartContext,
): Promise<{ address: string; uiUrl: string }> {
  const { env, settings, crew, onProgress } = context;
  const { temporalNamespace: namespace, temporalUiUrl } = settings;
  const { signal } = crew;
  const given = env['TEMPORAL_ADDRESS'];
  if (given) {
    onProgress(`using the Temporal at ${given}`);
    return { address: given, uiUrl: temporalUiUrl ?? '' };
  }
  const cli = await findTemporalCli(env, onProgress, signal);
  const [port, uiPort] = [portOf(context, 'temporal'), portOf(context, 'temporalUi')];
  const database = join(settings.dataDir, 'temporal.db');
  const command = temporalCommand({ env, cli, port, uiPort, database, namespace });
  const address = `127.0.0.1:${port}`;
  onProgress('starting Temporal');
  await crew.run('temporal', () => command, {
    beforeStart: releasing(context, 'temporal', 'temporalUi'),
    opened: () => openTemporal(address, namespace, { timeoutMs: OPEN_WITHIN_MS, signal }),
  });
  return { address, uiUrl: `http://127.0.0.1:${uiPort}` };
}

/** Starts the simulated exchanges, which keep their journal in the data folder. */
export async function startVenue(context: StartContext): Promise<void> {
  context.onProgress('starting the simulated exchange');
  const ports = EXCHANGE_NAMES.flatMap((name) => [
    venuePortOption(name),
    String(portOf(context, venuePortOf(name))),
  ]);
  const args = [...ports, '--journal', join(context.settings.dataDir, 'venue.jsonl')];
  await context.crew.run('venue', () => roleCommand('venue', processEnv(context), args), {
    beforeStart: releasing(context, ...VENUE_PORTS),
  });
}
