import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { afterEach, expect, it } from 'vitest';
import { marketOf, STAGES } from '../../src/demo/stages.js';
import { eventually } from '../kit/eventually.js';
import { temporaryDataDir, type DataDir } from '../kit/product/data-dir.js';
import { EdgeClient } from '../kit/product/edge-client.js';
import { pollersOf } from '../kit/product/pollers.js';
import { Started } from '../kit/product/started.js';

const dataDirs: DataDir[] = [];
const running: Started[] = [];
afterEach(async () => {
  for (const started of running) started.signal('SIGTERM');
  await Promise.all(running.splice(0).map(({ exited }) => exited));
  dataDirs.splice(0).forEach(({ remove }) => remove());
}, 60_000);

/** Starts a product in a data folder of its own, on whatever ports are free. */
function startOne(): Started {
  const dataDir = temporaryDataDir('two');
  dataDirs.push(dataDir);
  const started = new Started(dataDir.path, {});
  running.push(started);
  return started;
}

/** Returns the origins and addresses of everything that a product runs. */
function addressesOf({ urls }: Started): string[] {
  const { edge, temporal, temporalUi, database, metrics, venues = {} } = urls;
  const all = [edge, temporal, temporalUi, database, metrics, ...Object.values(venues)];
  return all.map((url) => /127\.0\.0\.1:\d+/.exec(String(url))?.[0] ?? '');
}

/** Trades on the demo's first market, and waits until the product says that it has. */
async function trade(started: Started, id: string): Promise<void> {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(started.dataDir, name), 'utf8')) as Record<string, unknown>;
  const secrets = read('secrets.json') as Record<string, string>;
  const edge = new EdgeClient(() => started.urls.edge, {
    viewer: secrets['VIEWER_TOKEN'] ?? '',
    operator: secrets['OPERATOR_TOKEN'] ?? '',
  });
  const [plan] = STAGES;
  if (!plan) throw new Error('there must be a market to trade on');
  const { token } = read('demo.json')[plan.name] as { token: string };
  const alert = { strategy: plan.name, token, id, symbol: marketOf(plan), ...plan.trial };
  expect((await edge.alert(alert)).status).toBe(202);
  await eventually(`a trade of ${started.dataDir}`, async () => {
    const { body } = await edge.get('/api/trades');
    return (body as { status: string }[]).some(({ status }) => status === 'FILLED');
  });
}

/** Returns the process ids of those who take orders' tasks from a product's Temporal. */
async function takersOf(started: Started): Promise<string[]> {
  const connection = await Connection.connect({ address: started.urls.temporal });
  try {
    return (await pollersOf(connection)).map((identity) => identity.split('@')[0] ?? '');
  } finally {
    await connection.close();
  }
}

it('two starts at the same moment are two products that know nothing of each other', async () => {
  const both = [startOne(), startOne()];
  await Promise.all(both.map((one) => one.says('Ctrl-C stops everything', 240_000)));
  const addresses = both.flatMap(addressesOf);
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(new Set(both.map(({ urls }) => urls.temporalCluster)).size).toBe(2);
  for (const [index, one] of both.entries()) await trade(one, `of-both-${index}`);
  for (const one of both) {
    expect(new Set(await takersOf(one))).toEqual(new Set([String(one.recordedPid('worker'))]));
  }
  for (const one of both) one.signal('SIGINT');
  expect(await Promise.all(both.map(({ exited }) => exited))).toEqual([0, 0]);
}, 400_000);
