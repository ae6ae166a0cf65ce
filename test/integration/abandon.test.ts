import type { Client } from '@temporalio/client';
import { expect, it } from 'vitest';
import { findOrder } from '../../src/queries/find-order.js';
import { requestAbandon, type CancelOutcome } from '../../src/temporal/cancel-order.js';
import { eventually } from '../kit/eventually.js';
import type { TestListener } from '../kit/events/test-listener.js';
import { expectLedgerEqualsDatabase } from '../kit/ledger/expect-ledger.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';

let product: Product;
let sse: TestListener;
let client: Client;
let rest: ProductInUse['rest'];

useProduct(
  { resting: ['spot'], streamLingerMs: 1_000, syncIntervalMs: 1_000 },
  (inUse) => ({ product, sse, client, rest } = inUse),
);

async function abandon(clientOrderId: string): Promise<CancelOutcome> {
  const order = await findOrder(product.db, { clientOrderId });
  if (!order) throw new Error(`there must be an order ${clientOrderId}`);
  return requestAbandon({ db: product.db, client }, order);
}

const timesCancelled = () => product.desks.spot.timesAsked('DELETE /api/v3/order');

it('ends an order at once, without a word to the exchange', async () => {
  const id = await rest('spot', 'abandoned');
  await product.venue.post('forget', {
    market: 'spot',
    apiKey: product.desks.spot.apiKey,
    clientOrderId: id,
  });
  const before = await timesCancelled();
  const outcome = await abandon(id);
  expect(outcome).toMatchObject({ kind: 'ended', progress: { status: 'CANCELLED' } });
  const ended = await sse.event('order_cancelled', id);
  expect(ended.data).toMatchObject({ source: 'admin', filledQuantity: '0' });
  const [failed] = await product.sql`
    select code, reason from failed_orders where client_order_id = ${id}`;
  expect(failed).toMatchObject({ code: 'ORDER_ABANDONED' });
  expect(await timesCancelled()).toBe(before);
  await expectLedgerEqualsDatabase(product);
});

it('counts what an abandoned order fills when nobody listens to the stream any more', async () => {
  const id = await rest('spot', 'unheard');
  await abandon(id);
  await sse.event('order_cancelled', id);
  await eventually('the stream to be closed', async () => {
    const open = await product.sql`
      select from order_tracking_sessions
      where ended_at is null and account_id = ${product.desks.spot.accountId}`;
    return open.length === 0;
  });
  await eventually('the order to be asked about after its end', async () => {
    const [row] = await product.sql`
      select asked_at from failed_orders where client_order_id = ${id}`;
    return row?.['asked_at'];
  });
  await product.fill('spot', id);
  await eventually('the late fill to be counted', async () => {
    const [trade] = await product.sql`select status from trades where client_order_id = ${id}`;
    return trade?.['status'] === 'FILLED';
  });
  await expectLedgerEqualsDatabase(product);
}, 60_000);

it('counts what an abandoned order fills nevertheless, as late fills', async () => {
  const id = await rest('spot', 'lives-on');
  await product.fill('spot', id, { quantity: '0.4' });
  await sse.event('order_partially_filled', id);
  await abandon(id);
  await sse.event('order_cancelled', id);
  await product.fill('spot', id);
  await eventually('the late fill to be counted', async () => {
    const [trade] = await product.sql`
      select quantity::text, status from trades where client_order_id = ${id}`;
    return trade?.['quantity'] === '1' && trade['status'] === 'FILLED';
  });
  await expectLedgerEqualsDatabase(product);
});

it('has nothing to end when the order has ended', async () => {
  const id = await rest('spot', 'ended');
  await product.fill('spot', id);
  await sse.event('order_filled', id);
  await eventually('the order to be over', async () => {
    return (await abandon(id)).kind === 'ended_before';
  });
});
