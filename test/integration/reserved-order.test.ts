import { afterAll, beforeAll, expect, it } from 'vitest';
import { Desk } from '../kit/desk/desk.js';
import { placeOutside } from '../kit/desk/outside-order.js';
import { eventually } from '../kit/eventually.js';
import { expectLedgerEqualsTables } from '../kit/ledger/expect-ledger.js';
import { Product } from '../kit/product/product.js';

/** Upbit lists orders that their owner has reserved only if they are asked for. */
const market = 'upbit';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
  await product.venue.post('movement', { mode: 'still' });
  await product.venue.letOrdersRest(market);
}, 1_200_000);
afterAll(() => product.close());

/** Has the account's open orders compared, and returns what the comparison found. */
async function compared(desk: Desk): Promise<Record<string, unknown>> {
  const { status, body } = await product.edge.sync(desk.accountId);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as Record<string, unknown>;
}

it('does not take an order that waits for its trigger for one that is gone', async () => {
  const desk = await Desk.open(product, market);
  const own = await desk.rest();
  const outside = await placeOutside(desk, desk.limit);
  for (const clientOrderId of [own, outside]) {
    await desk.control('upbit/watch', { clientOrderId, isWatching: true });
  }
  await compared(desk);
  await eventually('the reserved order to be adopted', async () => {
    const rows = await product.sql`
      select 1 from open_orders where account_id = ${desk.accountId} and status = 'NEW'`;
    return rows.length === 2;
  });
  expect(await compared(desk)).toMatchObject({ inserted: [], resolved: [] });
  for (const clientOrderId of [own, outside]) {
    await desk.control('upbit/watch', { clientOrderId, isWatching: false });
    await desk.fill(clientOrderId);
  }
  await desk.stands(own, 'FILLED');
  await desk.stands(outside, 'FILLED');
  await expectLedgerEqualsTables(desk, await desk.ledger());
}, 120_000);
