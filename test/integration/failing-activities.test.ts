import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Dependencies } from '../../activities/dependencies.js';
import { createActivities } from '../../activities/index.js';
import { FailureWatch } from '../../src/alerts/failure-watch.js';
import { createLogger } from '../../src/observability/log.js';
import { installRuntime } from '../../src/temporal/runtime.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';

let database: TestDatabase;

beforeAll(async () => {
  installRuntime(createLogger('worker', 'fatal'));
  database = await createDatabase();
});
afterAll(async () => {
  await database?.close();
});

const A_MINUTE_MS = 61_000;
const order = { accountId: 1, clientOrderId: 'ft-1', symbol: 'BTC/USDT' };

/** Nothing works but what tells of it. */
function brokenDependencies(laterMs: () => number): Dependencies {
  const log = createLogger('worker', 'fatal');
  const failures = new FailureWatch(database.db, log, () => Date.now() + laterMs());
  return new Proxy({ log, failures } as unknown as Dependencies, {
    get(target, name) {
      if (name in target) return target[name as keyof Dependencies];
      throw new Error(`${String(name)} is out of order`);
    },
  });
}

it('raises an alert for every activity that has failed for a minute', async () => {
  let laterMs = 0;
  const activities = createActivities(brokenDependencies(() => laterMs));
  const names = Object.keys(activities) as (keyof typeof activities)[];
  const input = { accountId: 1, order, request: order, updates: [], known: { status: 'NEW' } };
  const fail = async (name: keyof typeof activities) => {
    const run = activities[name] as (given: unknown) => Promise<unknown>;
    await expect(new MockActivityEnvironment().run(run, input)).rejects.toThrow(/out of order/);
  };
  for (const name of names) await fail(name);
  expect(await database.sql`select 1 from alerts`).toHaveLength(0);
  laterMs = A_MINUTE_MS;
  for (const name of names) await fail(name);
  const alerts = await database.sql`select message from alerts where code = 'ACTIVITY_FAILING'`;
  const told = alerts.map(({ message }) => /the step (\w+)/.exec(String(message))?.[1]);
  expect(told.sort()).toEqual(names.sort());
});
