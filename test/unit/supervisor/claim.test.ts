import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.js';
import { claim, release, type Claim, type PortName } from '../../../src/supervisor/claim.js';

let dataDir: string;
let other: Server;
let taken: number;
let claimed: Claim | undefined;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'filltrail-claim-'));
  other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  taken = (other.address() as { port: number }).port;
});
afterEach(async () => {
  if (claimed) await release(claimed);
  claimed = undefined;
  other.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const PORTS: readonly (readonly [PortName, string, string])[] = [
  ['edge', 'EDGE_PORT', 'edgePort'],
  ['metrics', 'METRICS_PORT', 'metricsPort'],
  ['postgres', 'POSTGRES_PORT', 'postgresPort'],
  ['temporal', 'TEMPORAL_PORT', 'temporalPort'],
  ['temporalUi', 'TEMPORAL_UI_PORT', 'temporalUiPort'],
  ['venue binance', 'VENUE_PORT', 'venuePort'],
];

/** Claims with free ports except one, which is taken. */
async function claimWith(setting: string, isGiven: boolean): Promise<Claim> {
  const free = Object.fromEntries(PORTS.map(([, , name]) => [name, 0]));
  const settings = { ...loadConfig({ DATA_DIR: dataDir }), ...free, [setting]: taken };
  const options = { settings, anyPorts: false, hasOwnPostgres: true, hasOwnTemporal: true };
  return claim({ ...options, isGiven: () => isGiven });
}

it.each(PORTS)(
  'moves the port of %s when it is taken and nobody asked for it',
  async (name, ...rest) => {
    claimed = await claimWith(rest[1], false);
    expect(claimed.ports.port(name)).toBeGreaterThan(0);
    expect(claimed.ports.port(name)).not.toBe(taken);
    expect(claimed.ports.moves).toEqual([expect.stringContaining(`port ${taken} (`)]);
  },
);

it.each(PORTS)('refuses a taken port of %s that %s asked for', async (_name, variable, setting) => {
  await expect(claimWith(setting, true)).rejects.toThrow(
    new RegExp(`port ${taken} .* is taken by another program; set ${variable} to another one`),
  );
});
