import { join } from 'node:path';
import { migrate } from '../../drizzle/migrate.js';
import { EXCHANGE_NAMES } from '../../simulator/names.js';
import { addressOfDatabase } from './dependency.js';
import { clearAfterDeath, openPostgres, preparePostgres } from './postgres.js';
import { roleCommand } from './role.js';
import { freeing, OPEN_WITHIN_MS, portOf, processEnv, type StartContext } from './start-context.js';
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
  onProgress('starting Postgres');
  const server = await preparePostgres({
    dataDir: settings.dataDir,
    password: secrets.POSTGRES_PASSWORD,
    onNotice,
    settings: (env['POSTGRES_SETTINGS'] ?? '').split(' ').filter(Boolean),
    signal: crew.signal,
  });
  const port = () => portOf(context, 'postgres');
  await crew.run('postgres', () => server.command(port()), {
    freePorts: freeing(context, 'postgres'),
    opened: () => openPostgres(server, { port, timeoutMs: OPEN_WITHIN_MS, signal: crew.signal }),
    beforeRestart: () => clearAfterDeath(server.clusterDir),
  });
  return server.databaseUrl(port());
}

/** Where a start's Temporal is. */
export interface StartedTemporal {
  readonly address: string;
  readonly uiUrl: string;
  /** The id of our own server; absent if the settings name another one. */
  readonly clusterId?: string;
}

/** Starts Temporal, unless the settings name another one. */
export async function startTemporal(context: StartContext): Promise<StartedTemporal> {
  const { env, settings, crew, onProgress } = context;
  const { temporalNamespace: namespace, temporalUiUrl } = settings;
  const { signal } = crew;
  const given = env['TEMPORAL_ADDRESS'];
  if (given) {
    onProgress(`using the Temporal at ${given}`);
    return { address: given, uiUrl: temporalUiUrl ?? '' };
  }
  const cli = await findTemporalCli(env, onProgress, signal);
  const port = () => portOf(context, 'temporal');
  const uiPort = () => portOf(context, 'temporalUi');
  const database = join(settings.dataDir, 'temporal.db');
  const address = () => `127.0.0.1:${port()}`;
  const own = { env, cli, database, namespace };
  let clusterId = '';
  onProgress('starting Temporal');
  await crew.run('temporal', () => temporalCommand({ ...own, port: port(), uiPort: uiPort() }), {
    freePorts: freeing(context, 'temporal', 'temporalUi'),
    opened: async () => {
      const expected = { address, namespace, database, timeoutMs: OPEN_WITHIN_MS, signal };
      clusterId = await openTemporal(expected);
    },
  });
  return { address: address(), uiUrl: `http://127.0.0.1:${uiPort()}`, clusterId };
}

/** Starts the simulated exchanges, which keep their journal in the data folder. */
export async function startVenue(context: StartContext): Promise<void> {
  context.onProgress('starting the simulated exchange');
  const ports = () =>
    EXCHANGE_NAMES.flatMap((name) => [
      venuePortOption(name),
      String(portOf(context, venuePortOf(name))),
    ]);
  const journal = ['--journal', join(context.settings.dataDir, 'venue.jsonl')];
  const command = () => roleCommand('venue', processEnv(context), [...ports(), ...journal]);
  await context.crew.run('venue', command, { freePorts: freeing(context, ...VENUE_PORTS) });
}
