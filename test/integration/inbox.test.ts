import { expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;
useProduct({}, (inUse) => ({ product } = inUse));

const limit = { symbol: 'ETHUSDT', side: 'buy', type: 'limit', quantity: '1', price: '1500' };

async function startedAt(orderId: number): Promise<string | null> {
  const [row] = await product.sql<{ started_at: string | null }[]>`
    select started_at from webhook_deliveries where id = ${orderId}`;
  if (!row) throw new Error(`delivery ${orderId} is stored`);
  return row.started_at;
}

/** Waits until an order is on the exchange's book. */
const rests = (clientOrderId: string) => product.desks.spot.stands(clientOrderId, 'NEW');

it('answers without a worker, and starts what waited when one is there', async () => {
  await product.end('worker');
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      product.alert('spot', { ...limit, id: `waiting-${index}` }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
  expect(await startedAt(answers[0]?.body.orderId as number)).toBeNull();
  await product.run('worker');
  for (const { body } of answers) {
    await rests(body.clientOrderId as string);
    expect(await startedAt(body.orderId as number)).not.toBeNull();
  }
  expect((await product.desks.spot.ledger()).orders).toHaveLength(answers.length);
});

it('starts a request whose worker died after it had claimed it', async () => {
  await product.end('worker');
  const { body } = await product.alert('spot', { ...limit, id: 'claimed-by-the-dead' });
  await product.sql`
    update webhook_deliveries set claimed_at = now() where id = ${body.orderId as number}`;
  await product.run('worker');
  await rests(body.clientOrderId as string);
});

it('marks a request that was started and never marked, and trades it once', async () => {
  const { body } = await product.alert('spot', { ...limit, id: 'never-marked' });
  await rests(body.clientOrderId as string);
  const before = (await product.desks.spot.ledger()).orders.length;
  await product.sql`
    update webhook_deliveries set started_at = null, claimed_at = null
    where id = ${body.orderId as number}`;
  await eventually('marked again', () => startedAt(body.orderId as number));
  expect((await product.desks.spot.ledger()).orders).toHaveLength(before);
});

it('cancels an order whose workflow is not there yet', async () => {
  await product.end('worker');
  const { body } = await product.alert('spot', { ...limit, id: 'cancelled-early' });
  const cancelling = product.edge.post(
    `/api/orders/${String(body.clientOrderId)}/cancel`,
    {},
    product.edge.asOperator,
  );
  await product.run('worker');
  expect((await cancelling).status).toBe(200);
  // It was cancelled on the exchange, or denied before it was sent there.
  expect(['CANCELLED', 'DENIED']).toContain(
    await product.edge.statusOf(body.clientOrderId as string),
  );
});

it('says that nothing was cancelled when no worker comes', async () => {
  await product.end('worker');
  const { body } = await product.alert('spot', { ...limit, id: 'never-cancelled' });
  const path = `/api/orders/${String(body.clientOrderId)}/cancel`;
  const answer = await product.edge.post(path, {}, product.edge.asOperator);
  expect(answer.status).toBe(504);
  expect(answer.body).toMatchObject({ code: 'CANCEL_NOT_ANSWERED' });
  expect(answer.body.detail).toContain('nothing was cancelled');
  await product.run('worker');
  await rests(body.clientOrderId as string);
}, 60_000);
