import { afterAll, beforeAll, expect, it } from 'vitest';
import { Desk } from '../kit/desk/desk.js';
import { eventually } from '../kit/eventually.js';
import { ESSENTIAL_MARKETS } from '../kit/faults/markets.js';
import { expectLedgerEqualsTables } from '../kit/ledger/expect-ledger.js';
import { backUp, restore } from '../kit/product/backup.js';
import { ProcessProduct } from '../kit/product/process-product.js';

const WHOLE_WITHIN_MS = 90_000;
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
      expect(unclaimed(backup.tables.get('webhook_deliveries')), 'not claimed in it').toBe(2);
      await product.dieAt('worker', 'after-answer', () => restore(product.sql, backup));

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
    },
    TIMEOUT_MS,
  );
}

/** Kills the worker, and sends alerts before the next one is ready. Returns the orders' ids. */
async function alertsWithoutWorker(desk: Desk): Promise<string[]> {
  const worker = product.pid('worker') ?? 0;
  process.kill(worker, 'SIGKILL');
  const orders = await Promise.all([desk.alert(desk.marketOrder), desk.alert(desk.limit)]);
  return orders.sort();
}

function unclaimed(rows = '[]'): number {
  const deliveries = JSON.parse(rows) as { placed_at: string | null }[];
  return deliveries.filter((each) => each.placed_at === null).length;
}
