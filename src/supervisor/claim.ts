import { join } from 'node:path';
import type { Config, LocalPorts } from '../config.js';
import { HeldPorts, StartRefused, type PortWish } from './ports.js';
import { endOrphan } from './process-table.js';
import { RunFolder } from './run-files.js';
import { FIRST_VENUE_PORT, VENUE_PORTS, type VenuePort } from './venue-ports.js';

/** What a start needs a port for. */
export type PortName = 'edge' | 'metrics' | 'postgres' | 'temporal' | 'temporalUi' | VenuePort;

/** What a start needs exclusively: the data folder and every port. */
export interface Claim {
  readonly run: RunFolder;
  readonly ports: HeldPorts<PortName>;
}

export interface ClaimOptions {
  readonly settings: Config & LocalPorts;
  /** Returns whether the user has set a variable: a port that was asked for may not move. */
  readonly isGiven: (variable: string) => boolean;
  /** Any free port is good enough for everything. */
  readonly anyPorts: boolean;
  /** False if an external server is used, which needs no port of ours. */
  readonly hasOwnPostgres: boolean;
  readonly hasOwnTemporal: boolean;
}

/**
 * Claims the data folder and the ports, after ending what a killed start left behind. If this
 * throws, nothing has been started.
 *
 * @throws StartRefused listing all obstacles at once
 */
export async function claim(options: ClaimOptions): Promise<Claim> {
  const { dataDir } = options.settings;
  const run = new RunFolder(dataDir);
  const holder = await run.take();
  if (holder === undefined) {
    try {
      run.forgetUrls();
      await endOrphans(run, dataDir);
      return { run, ports: await HeldPorts.take(portWishes(options)) };
    } catch (error) {
      run.clear();
      throw error;
    }
  }
  const problems = [
    `a Filltrail (pid ${holder}) runs with DATA_DIR ${dataDir} already; stop it, or set DATA_DIR to another folder`,
  ];
  try {
    await (await HeldPorts.take(portWishes(options))).releaseAll();
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    problems.unshift(...error.problems);
  }
  throw new StartRefused(problems);
}

/** Releases everything. */
export async function release({ run, ports }: Claim): Promise<void> {
  await ports.releaseAll();
  run.clear();
}

/**
 * Returns the URL at which a browser on this machine reaches a listener. A wildcard host is no
 * address.
 */
export function originOf(host: string, port: number): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

function portWishes(options: ClaimOptions): Partial<Record<PortName, PortWish>> {
  const host = options.settings.edgeHost;
  const { settings, anyPorts, isGiven, hasOwnPostgres, hasOwnTemporal } = options;
  const wish = (variable: string, what: string, port: number) => ({
    variable,
    what,
    port: anyPorts ? 0 : port,
    isDemanded: isGiven(variable),
  });
  const { edgePort, metricsPort, venuePort = FIRST_VENUE_PORT } = settings;
  const { postgresPort = 54_329, temporalPort = 7233, temporalUiPort = 8233 } = settings;
  return {
    edge: { ...wish('EDGE_PORT', 'page, API and SSE', edgePort), host },
    metrics: { ...wish('METRICS_PORT', 'Prometheus metrics', metricsPort), host },
    ...(hasOwnPostgres && { postgres: wish('POSTGRES_PORT', 'Postgres', postgresPort) }),
    ...(hasOwnTemporal && {
      temporal: wish('TEMPORAL_PORT', 'Temporal', temporalPort),
      temporalUi: wish('TEMPORAL_UI_PORT', 'Temporal Web UI', temporalUiPort),
    }),
    ...(settings.demo && venueWishes(wish('VENUE_PORT', 'simulated exchange', venuePort))),
  };
}

/** Only the first exchange's port can be set. The others have the ports after it. */
function venueWishes(first: PortWish): Partial<Record<PortName, PortWish>> {
  return Object.fromEntries(
    VENUE_PORTS.map((name, index) => {
      const after = first.port + index;
      const port = first.port === 0 || after > 65_535 ? 0 : after;
      return [name, index === 0 ? first : { ...first, port, isDemanded: false }];
    }),
  );
}

/**
 * Ends what a killed start left behind. Our own processes end by themselves, so we wait for them.
 */
async function endOrphans(run: RunFolder, dataDir: string): Promise<void> {
  const own = ['edge', 'worker', 'stream', 'venue'];
  await Promise.all(
    own.map((name) => endOrphan(run.pidFile(name), `filltrail.mjs ${name}`, 'SIGTERM')),
  );
  await Promise.all([
    endOrphan(run.pidFile('temporal'), join(dataDir, 'temporal.db'), 'SIGTERM'),
    endOrphan(run.pidFile('postgres'), 'postgres -D ', 'SIGINT'),
  ]);
}
