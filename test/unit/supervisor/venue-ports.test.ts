import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.js';
import { claim, release, type Claim } from '../../../src/supervisor/claim.js';
import { VENUE_PORTS } from '../../../src/supervisor/venue-ports.js';

describe('the ports of the simulated exchanges', () => {
  let dataDir: string;
  let claimed: Claim | undefined;
  let other: Server | undefined;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'filltrail-ports-'));
  });
  afterEach(async () => {
    if (claimed) await release(claimed);
    claimed = undefined;
    other?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const claimWith = async (env: NodeJS.ProcessEnv): Promise<number[]> => {
    const settings = loadConfig({ DATA_DIR: dataDir, EDGE_PORT: '0', METRICS_PORT: '0', ...env });
    const isGiven = (variable: string) => variable in env;
    const own = { isGiven, hasOwnPostgres: false, hasOwnTemporal: false };
    claimed = await claim({ settings, anyPorts: false, ...own });
    const { ports } = claimed;
    return VENUE_PORTS.map((name) => ports.port(name));
  };

  it('are the one that is set and those after it, or others where these are taken', async () => {
    const { first, holder } = await twoInARow();
    other = holder;
    const [venue, bybit, ...rest] = await claimWith({ VENUE_PORT: String(first) });
    expect(venue).toBe(first);
    expect(bybit).not.toBe(first + 1);
    const all = [venue, bybit, ...rest];
    expect(all.every((port) => (port ?? 0) > 0)).toBe(true);
    expect(new Set(all).size).toBe(VENUE_PORTS.length);
  });

  it('are not claimed without the demo', async () => {
    expect(await claimWith({ DEMO: 'off' })).toEqual(VENUE_PORTS.map(() => 0));
  });
});

/** Finds a free port whose next one somebody holds. */
async function twoInARow(): Promise<{ first: number; holder: Server }> {
  for (;;) {
    const free = await listen(0);
    const first = portOf(free);
    const holder = await listen(first + 1).catch(() => undefined);
    await new Promise((resolve) => free.close(resolve));
    if (holder) return { first, holder };
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
