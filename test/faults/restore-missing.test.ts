import { afterAll, beforeAll, expect, it } from 'vitest';
import { Desk } from '../kit/desk/desk.js';
import { eventually } from '../kit/eventually.js';
import { expectLedgerEqualsTables } from '../kit/ledger/expect-ledger.js';
import { ESSENTIAL_MARKETS } from '../kit/faults/markets.js';
import { backUp, restore } from '../kit/product/backup.js';
import { ProcessProduct } from '../kit/product/process-product.js';

const ROLES = ['worker', 'stream'] as const;
const TIMEOUT_MS = 300_000;

let product: ProcessProduct;
const notices: string[] = [];

beforeAll(async () => {
  product = await ProcessProduct.start({ onNotice: (text) => void notices.push(text) });
  await product.venue.leaveToTest(ESSENTIAL_MARKETS);
}, 1_200_000); // a machine without Temporal's CLI builds it first
afterAll(() => product.close(), 60_000);

it(
  'processes that die while the database is missing wait for it, and go on when it is back',
  async () => {
    const [market = 'spot'] = ESSENTIAL_MARKETS;
    const desk = await Desk.open(product, market);
    const backup = await backUp(product.sql);
    await restore(product.sql, backup, async () => {
      for (const role of ROLES) {
        process.kill(product.pid(role) ?? 0, 'SIGKILL');
        await eventually(`${role} to say what it waits for`, () =>
          notices.find((text) => new RegExp(`^${role} waits for .* does not exist`).test(text)),
        );
        expect(product.pid(role), 'not started without a database').toBeUndefined();
      }
      // It answers without a database.
      process.kill(product.pid('edge') ?? 0, 'SIGKILL');
      await eventually('the edge to send alerts away', async () => {
        const { status } = await product.edge.request('GET', '/readyz', {});
        return status === 503;
      });
    });
    const sent = await eventually('an order', () => desk.alert(desk.marketOrder), 60_000);
    await eventually(
      'the books to be whole',
      async () => {
        const ledger = await desk.ledger();
        await expectLedgerEqualsTables(desk, ledger);
        expect(ledger.orders.map(({ clientOrderId }) => clientOrderId)).toContain(sent);
        return true;
      },
      90_000,
    );
  },
  TIMEOUT_MS,
);
