import { expect } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { Desk } from '../kit/desk/desk.js';
import { MARKETS } from '../kit/faults/markets.js';
import { isReady, ProcessProduct } from '../kit/product/process-product.js';
import { faultRig } from '../kit/faults/fault-rig.js';

let processes: ProcessProduct;
const rig = faultRig('stream workers', async () => (processes = await ProcessProduct.start()));

const ACCOUNTS = 6;
/** After a silence of this length a stream worker has lost its accounts to others. */
const LEASE_MS = 6_000;
const BACK_WITHIN_MS = 15_000;

interface Live {
  readonly account_id: number;
  readonly worker: string;
  readonly is_compared: boolean;
}

/** Returns the desks' connected streams, and whether the open orders were compared since. */
async function live(desks: readonly Desk[]): Promise<Live[]> {
  const ids = desks.map(({ accountId }) => accountId);
  return processes.sql<Live[]>`
    select session.account_id, session.worker,
           account.synced_at > session.connected_at as is_compared
    from order_tracking_sessions as session join accounts as account on account.id = account_id
    where session.status = 'connected' and session.ended_at is null
      and session.account_id = any(${ids})`;
}

/** Waits until a number of workers hold these desks' accounts, as evenly as can be. */
function spreadOver(desks: readonly Desk[], workers: number): Promise<Live[]> {
  return eventually(
    `${desks.length} accounts with ${workers} stream workers`,
    async () => {
      const rows = await live(desks);
      const names = new Set(rows.map(({ worker }) => worker));
      return rows.length === desks.length && names.size === workers && rows;
    },
    60_000,
  );
}

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
  const before = await spreadOver(desks, 2);
  const orders = await restingOrders(desks);
  const killedAt = Date.now();
  second.kill('SIGKILL');
  // Some of these fills are heard by nobody, others by the survivor.
  await fillAll(desks, orders, { quantity: '0.3', fills: 2 });
  const after = await spreadOver(desks, 1);
  expect(Date.now() - killedAt, 'ms until all accounts were held').toBeLessThan(BACK_WITHIN_MS);
  const [survivor] = after;
  const moved = before.filter(({ worker }) => worker !== survivor?.worker);
  expect(moved.length, 'accounts of the one that died').toBeGreaterThan(0);
  await eventually('a comparison of every account that moved', async () => {
    const ids = new Set(moved.map(({ account_id }) => account_id));
    const rows = (await live(desks)).filter(({ account_id }) => ids.has(account_id));
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
  await spreadOver(desks, 2);
  const orders = await restingOrders(desks);
  second.kill('SIGSTOP');
  const [, held] = await Promise.all([
    fillAll(desks, orders, { quantity: '0.3', fills: 2 }),
    spreadOver(desks, 1),
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
