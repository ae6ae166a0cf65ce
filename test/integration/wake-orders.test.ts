import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Dependencies } from '../../activities/dependencies.js';
import { wakeAll } from '../../activities/account/wake-orders.js';
import { FailureWatch } from '../../src/alerts/failure-watch.js';
import { createLogger } from '../../src/observability/log.js';
import { createDatabase, type TestDatabase } from '../kit/product/database.js';

let database: TestDatabase;
let laterMs = 0;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await database?.close();
});

/** Temporal takes so many signals of one run, and refuses any more. */
const REFUSED = 'INVALID_ARGUMENT: exceeded workflow execution limit for signal events';

it('wakes all orders but the one that takes no more signals, and tells of it', async () => {
  const log = createLogger('worker', 'fatal');
  const woken: string[] = [];
  const deps = {
    db: database.db,
    log,
    failures: new FailureWatch(database.db, log, () => Date.now() + laterMs),
    orders: {
      wake: ({ clientOrderId }: { clientOrderId: string }) => {
        if (clientOrderId === 'full') return Promise.reject(new Error(REFUSED));
        woken.push(clientOrderId);
        return Promise.resolve(true);
      },
    },
  } as unknown as Dependencies;
  const all = ['full', ...Array.from({ length: 40 }, (_, index) => `order-${index}`)];
  await wakeAll(deps, 1, all, 'sync');
  expect(woken.sort()).toEqual(all.slice(1).sort());
  laterMs = 61_000;
  await wakeAll(deps, 1, ['full'], 'sync');
  const [alert] = await database.sql`select code, message from alerts`;
  expect(alert).toMatchObject({ code: 'ACTIVITY_FAILING' });
  expect(alert?.['message']).toContain(`wakeOrder of account 1 (full)`);
});
