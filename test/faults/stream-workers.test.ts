import { expect } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { Desk } from '../kit/desk/desk.js';
import { MARKETS } from '../kit/faults/markets.js';
import { isReady, ProcessProduct } from '../kit/product/process-product.js';
import { faultRig } from '../kit/faults/fault-rig.js';
import { liveSessions, spreadOver } from '../kit/stream/live-sessions.js';

let processes: ProcessProduct;
const rig = faultRig('stream workers', async () => (processes = await ProcessProduct.start()));

const ACCOUNTS = 6;
/** After a silence of this length a stream worker has lost its accounts to others. */
const LEASE_MS = 6_000;
const BACK_WITHIN_MS = 15_000;

const idsOf = (desks: readonly Desk[]) => desks.map(({ accountId }) => accountId);

/** Waits until these desks' accounts are all held, by a number of workers. */
const heldBy = (desks: readonly Desk[], workers: number) =>
  spreadOver(processes.sql, idsOf(desks), workers);

/** Returns how many connections of an account the exchange has. */
async function connectionsOf(desk: Desk): Promise<number> {
  return (await processes.venue.connectionsOf(desk.apiKey)).length;
}

/** Opens more desks beside a run's own, so that there is something to share out. */
async function moreDesks(desks: Desk[]): Promise<void> {
  while (desks.length < ACCOUNTS) {
    const market = MARKETS[desks.length % MARKETS.length] ?? 'spot';
    desks.push(await Desk.open(processes, market));
  }
}

/** An order that rests on each desk. */
function restingOrders(desks: readonly Desk[]): Promise<string[]> {
  return Promise.all(
    desks.map(async (desk) => {
      const order = await desk.alert();
      await desk.placed(order);
      return order;
    }),
  );
}

const fillAll = (desks: readonly Desk[], orders: readonly string[], part: object) =>
  Promise.all(desks.map((desk, index) => desk.fill(orders[index] ?? '', part)));

rig.lonelyFault('SIGKILL of one of two stream workers, spot', 'spot', async (_desk, run) => {
  const { desks } = run;
  const second = processes.startExtra('stream');
  await isReady(second);
  await moreDesks(desks);
  const before = await heldBy(desks, 2);
  const orders = await restingOrders(desks);
  const killedAt = Date.now();
  second.kill('SIGKILL');
  // Some of these fills are heard by nobody, others by the survivor.
  await fillAll(desks, orders, { quantity: '0.3', fills: 2 });
  const after = await heldBy(desks, 1);
  expect(Date.now() - killedAt, 'ms until all accounts were held').toBeLessThan(BACK_WITHIN_MS);
  const [survivor] = after;
  const moved = before.filter(({ worker }) => worker !== survivor?.worker);
  expect(moved.length, 'accounts of the one that died').toBeGreaterThan(0);
  await eventually('a comparison of every account that moved', async () => {
    const ids = moved.map(({ account_id }) => account_id);
    const rows = await liveSessions(processes.sql, ids);
    return rows.length === moved.length && rows.every(({ is_compared }) => is_compared);
  });
  run.over();
  await fillAll(desks, orders, {});
  await run.expectWhole();
});

rig.lonelyFault('a frozen stream worker wakes, spot', 'spot', async (desk, run) => {
  const { desks } = run;
  const second = processes.startExtra('stream');
  await isReady(second);
  await moreDesks(desks);
  await heldBy(desks, 2);
  const orders = await restingOrders(desks);
  second.kill('SIGSTOP');
  const [, held] = await Promise.all([
    fillAll(desks, orders, { quantity: '0.3', fills: 2 }),
    heldBy(desks, 1),
  ]);
  expect(held.map(({ account_id }) => account_id)).toContain(desk.accountId);
  second.kill('SIGCONT');
  const wokenAt = Date.now();
  // Both hear of these, until the one that woke knows that it has lost its leases.
  await fillAll(desks, orders, { quantity: '0.3', fills: 3 });
  await eventually(
    'one connection an account',
    async () => (await Promise.all(desks.map(connectionsOf))).every((count) => count === 1),
    LEASE_MS,
  );
  expect(Date.now() - wokenAt).toBeLessThanOrEqual(LEASE_MS);
  run.over();
  await fillAll(desks, orders, {});
  await run.expectWhole();
  second.kill('SIGKILL');
});

rig.stillWhole();
