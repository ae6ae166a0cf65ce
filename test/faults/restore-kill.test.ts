import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Desk } from '../kit/desk/desk.js';
import { eventually } from '../kit/eventually.js';
import { ESSENTIAL_MARKETS } from '../kit/faults/markets.js';
import { expectLedgerEqualsTables } from '../kit/ledger/expect-ledger.js';
import { backUp, restore } from '../kit/product/backup.js';
import { ProcessProduct } from '../kit/product/process-product.js';

const WHOLE_WITHIN_MS = 90_000;
/** For how long the exchange wants no order: long enough to copy the database meanwhile. */
const PAUSE_S = 8;
/** Longer than until the order is sent a second time by the next worker. */
const STREAM_LOST_MS = 45_000;
const TIMEOUT_MS = 300_000;

let product: ProcessProduct;

beforeAll(async () => {
  product = await ProcessProduct.start();
  await product.venue.leaveToTest(ESSENTIAL_MARKETS);
}, 1_200_000); // a machine without Temporal's CLI builds it first
afterAll(() => product.close(), 60_000);

for (const market of ESSENTIAL_MARKETS) {
  it(
    `orders sent by a worker that died, and a backup from before their claims, ${market}`,
    async () => {
      const desk = await Desk.open(product, market);
      const sent = await alertsWithoutWorker(desk);
      const backup = await backUp(product.sql);
      expect(await backup.ask(unclaimed), 'not claimed in it').toBe(2);
      await product.dieAt('worker', 'after-answer', () => restore(product.sql, backup));
      await expectOneOrderEach(desk, sent);
    },
    TIMEOUT_MS,
  );
}

for (const market of ESSENTIAL_MARKETS) {
  it(
    `an order that was wanted later and sent again by a worker that died, and a backup from before that, ${market}`,
    async () => {
      const desk = await Desk.open(product, market);
      const sent = await alertWantedLater(desk);
      const backup = await backUp(product.sql);
      expect(await backup.ask((copy) => isReleased(copy, sent)), 'released in it').toBe(true);
      await product.dieAt('worker', 'after-answer', () => restore(product.sql, backup));
      await expectOneOrderEach(desk, [sent]);
    },
    TIMEOUT_MS,
  );
}

/** Waits until the books are whole and the exchange has these orders and no others. */
async function expectOneOrderEach(desk: Desk, sent: readonly string[]): Promise<void> {
  await eventually(
    'the books to be whole',
    async () => {
      const ledger = await desk.ledger();
      await expectLedgerEqualsTables(desk, ledger);
      const ids = ledger.orders.map(({ clientOrderId }) => clientOrderId);
      expect(ids.sort(), 'one order an alert').toEqual(sent);
      return true;
    },
    WHOLE_WITHIN_MS,
  );
}

/** Sends an alert whose order the exchange turns away for some seconds. Returns the order's id. */
async function alertWantedLater(desk: Desk): Promise<string> {
  const { create: path } = desk.plan.paths;
  await desk.switchOn('rate-limited', {
    method: 'POST',
    path,
    status: 429,
    retryAfter: PAUSE_S,
    times: 1,
  });
  // What the stream says of the order goes into the workflow's history, which would tell.
  await desk.switchOn('stream-swallow', { forMs: STREAM_LOST_MS });
  const sent = await desk.alert(desk.marketOrder);
  await eventually('the order to be turned away', async () => {
    const rows = await product.sql`
      select 1 from open_orders where client_order_id = ${sent} and status = 'PENDING'`;
    return rows.length === 1 && isReleased(product.sql, sent);
  });
  return sent;
}

async function isReleased(sql: Sql, clientOrderId: string): Promise<boolean> {
  const rows = await sql`
    select 1 from open_orders where client_order_id = ${clientOrderId} and submitted_at is null`;
  return rows.length === 1;
}

/** Kills the worker, and sends alerts before the next one is ready. Returns the orders' ids. */
async function alertsWithoutWorker(desk: Desk): Promise<string[]> {
  const worker = product.pid('worker') ?? 0;
  process.kill(worker, 'SIGKILL');
  const orders = await Promise.all([desk.alert(desk.marketOrder), desk.alert(desk.limit)]);
  return orders.sort();
}

async function unclaimed(sql: Sql): Promise<number> {
  const rows = await sql`select 1 from webhook_deliveries where placed_at is null`;
  return rows.length;
}
