import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareLedger } from '../../src/demo/compare-ledger.js';
import { Desk } from '../kit/desk/desk.js';
import { openDesk } from '../kit/desk/open-desk.js';
import { TestListener } from '../kit/events/test-listener.js';
import { eventually } from '../kit/eventually.js';
import { temporaryDataDir, type DataDir } from '../kit/product/data-dir.js';
import { StackProduct } from '../kit/product/stack-product.js';

const ORDERS = 30;

let dataDir: DataDir;
let product: StackProduct;
let desk: Desk;

beforeAll(async () => {
  dataDir = temporaryDataDir('kill');
  const settings = { LOG_LEVEL: 'warn' };
  product = await StackProduct.start({ dataDir: dataDir.path, settings });
  const { venue } = product;
  await venue.post('movement', { mode: 'still' });
  await venue.setLiquidity('spot', 'BTCUSDT', 'manual');
  await venue.allowPlenty('spot');
  desk = new Desk(product, await openDesk(product, { name: 'kill', market: 'spot' }));
}, 1_200_000); // a machine without Temporal's CLI builds it first

afterAll(async () => {
  await product?.close();
  dataDir?.remove();
});

/** Delivers an alert as a charting service does: the same one again, until it is answered. */
async function alert(id: number): Promise<string> {
  const isSale = id % 3 === 2;
  const order = {
    id: `kill-${id}`,
    symbol: 'BTCUSDT',
    side: isSale ? 'sell' : 'buy',
    type: 'limit',
    quantity: `0.0${10 + id}`,
    price: isSale ? '60000' : '40000',
  };
  return eventually(
    `an answer to alert ${id}`,
    async () => (await desk.deliver(order)).clientOrderId,
    60_000,
  );
}

/** Fills an order on the exchange, in two parts, as soon as it is there. */
async function fill(clientOrderId: string): Promise<void> {
  await eventually(
    `order ${clientOrderId} on the exchange`,
    async () => {
      await desk.control('fill', { clientOrderId, quantity: '0.004' });
      return true;
    },
    60_000,
  );
  await desk.control('fill', { clientOrderId });
}

it('counts everything once although worker, stream and edge are killed mid-order', async () => {
  const before = product.pids();
  const victims = ['worker', 'stream', 'edge'] as const;
  await Promise.all(
    Array.from({ length: ORDERS }, async (_, index) => {
      // A process dies while orders are being sent, and others wait to be filled.
      const victim = victims[index / 8 - 1];
      if (victim) process.kill(product.pids()[victim] ?? 0, 'SIGKILL');
      await fill(await alert(index));
    }),
  );
  await eventually(
    'every order settled',
    async () => {
      const [row] = await product.sql`
      select count(*)::int as trades from trades where account_id = ${desk.accountId}`;
      return row?.['trades'] === ORDERS;
    },
    90_000,
  );
  await eventually('every killed process runs again', () => {
    const now = product.pids();
    return victims.every((name) => now[name] !== undefined && now[name] !== before[name]);
  });

  const { rows, differences } = await compareLedger(product.db, product.venue, [
    { id: desk.accountId, market: desk.market, apiKey: desk.apiKey },
  ]);
  expect(rows.length).toBeGreaterThan(ORDERS);
  expect(differences).toBe(0);

  const { edge } = product;
  const listener = new TestListener(() => edge.origin, edge.tokens.viewer);
  await eventually('the edge again', async () => {
    await listener.connect(0);
    return true;
  });
  await eventually(
    'one order_filled for each order',
    () => listener.events.filter((event) => event.type === 'order_filled').length >= ORDERS,
  );
  const filled = listener.events.filter((event) => event.type === 'order_filled');
  expect(new Set(filled.map((event) => event.data.clientOrderId)).size).toBe(ORDERS);
  expect(filled).toHaveLength(ORDERS);
  const ids = listener.events.map((event) => event.id ?? Number.NaN);
  expect(ids).toEqual([...new Set(ids)].sort((left, right) => left - right));
  listener.close();
}, 240_000);
