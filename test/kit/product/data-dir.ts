import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeldPorts, type PortWish } from '../../../src/supervisor/ports.js';
import { removeCluster } from '../../../src/supervisor/postgres-place.js';

export interface DataDir {
  readonly path: string;
  /** Removes the folder, and its database wherever that is. */
  readonly remove: () => void;
}

/** Creates a data folder for a product that runs as processes. */
export function temporaryDataDir(name = 'start'): DataDir {
  const path = mkdtempSync(join(tmpdir(), `filltrail-${name}-`));
  chmodSync(path, 0o711); // as root, Postgres runs as a user who must be able to enter
  return {
    path,
    remove: () => {
      removeCluster(path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Returns settings that give each service a free port. */
export async function freePorts(): Promise<Record<string, string>> {
  const variables = [
    'EDGE_PORT',
    'METRICS_PORT',
    'POSTGRES_PORT',
    'TEMPORAL_PORT',
    'TEMPORAL_UI_PORT',
    'VENUE_PORT',
  ];
  const wish = (variable: string): PortWish => ({
    variable,
    what: 'a test',
    port: 0,
    isDemanded: false,
  });
  const ports = await HeldPorts.take(
    Object.fromEntries(variables.map((variable) => [variable, wish(variable)])),
  );
  await ports.releaseAll();
  return Object.fromEntries(variables.map((variable) => [variable, String(ports.port(variable))]));
}
