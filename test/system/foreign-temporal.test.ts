import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { freePorts, temporaryDataDir, type DataDir } from '../kit/product/data-dir.js';
import { heldTemporal, type HeldServer } from '../kit/product/held-server.js';
import { pollersOf } from '../kit/product/pollers.js';
import { SlowCli } from '../kit/product/slow-cli.js';
import { Started } from '../kit/product/started.js';

let folder: string;
let dataDir: DataDir;
let cli: SlowCli;
let started: Started | undefined;
let foreign: HeldServer | undefined;
let usual: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'filltrail-foreign-'));
  dataDir = temporaryDataDir('foreign');
  cli = new SlowCli(folder, inject('temporalCli'));
});
afterEach(async () => {
  cli.goOn();
  started?.signal('SIGTERM');
  await started?.exited;
  await foreign?.end('SIGTERM');
  usual?.close();
  [started, foreign, usual] = [undefined, undefined, undefined];
  dataDir.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Takes the usual port, so that a start chooses one of which nobody else knows. */
async function takeUsualPort(): Promise<void> {
  const server = createServer();
  usual = server;
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve()); // somebody else has it, which is as good
    server.listen(7233, '127.0.0.1', resolve);
  });
}

async function start(ports: Record<string, string>): Promise<Started> {
  const free = await freePorts();
  delete free['TEMPORAL_PORT'];
  started = new Started(dataDir.path, { ...free, ...ports, TEMPORAL_CLI: cli.path });
  return started;
}

/** Starts another program's Temporal where ours is about to be started. */
async function takePort(): Promise<HeldServer> {
  foreign = heldTemporal(inject('temporalCli'), folder, await cli.port());
  await foreign.start();
  return foreign;
}

async function takersOf({ url }: HeldServer): Promise<string[]> {
  const connection = await Connection.connect({ address: url });
  try {
    return await pollersOf(connection);
  } finally {
    await connection.close();
  }
}

it("moves to another port when another program's Temporal was faster", async () => {
  await takeUsualPort();
  const product = await start({});
  const other = await takePort();
  cli.goOn();
  await product.says('Ctrl-C stops everything', 240_000);
  expect(product.urls.temporal).not.toBe(other.url);
  const moves = product.output.match(/\(Temporal\) is taken by another program: using \d+/g);
  expect(moves).toHaveLength(2);
  expect(await takersOf(other)).toEqual([]);
}, 300_000);

it('says so when the port that another Temporal took was asked for', async () => {
  const { TEMPORAL_PORT = '' } = await freePorts();
  const product = await start({ TEMPORAL_PORT });
  await takePort();
  cli.goOn();
  expect(await product.exited).toBe(1);
  expect(product.output).toContain(`port ${TEMPORAL_PORT} (Temporal) is taken by another program`);
  expect(product.output).toContain('set TEMPORAL_PORT to another one');
  expect(product.processes()).toEqual([]);
}, 300_000);

it("takes nothing from another program's Temporal that took the place of ours", async () => {
  cli.goOn();
  const product = await start({});
  await product.says('Ctrl-C stops everything', 240_000);
  const roles = ['worker', 'stream', 'edge'] as const;
  const before = roles.map((role) => product.recordedPid(role));
  cli.waitAgain();
  process.kill(product.recordedPid('temporal') ?? 0, 'SIGKILL');
  const other = await takePort();
  for (const role of roles) await product.says(`${role} error: cannot go on (the Temporal at`);
  expect(product.output).toContain('must be ours');
  cli.goOn();
  await other.end('SIGTERM');
  await eventually(
    'its own processes again, with its own Temporal',
    async () => {
      const isNew = roles.every((role, index) => product.recordedPid(role) !== before[index]);
      const ready = await fetch(`${product.urls.edge}/readyz`).catch(() => undefined);
      const { checks } = (await ready?.json()) as { checks: Record<string, string> };
      return isNew && checks['temporal'] === 'ok';
    },
    120_000,
  );
}, 400_000);
