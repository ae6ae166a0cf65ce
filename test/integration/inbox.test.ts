import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { Product } from '../kit/product/product.js';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
}, 120_000);
afterAll(() => product.close());

const limit = { symbol: 'ETHUSDT', side: 'buy', type: 'limit', quantity: '1', price: '1500' };

async function startedAt(orderId: number): Promise<string | null> {
  const [row] = await product.database.sql<{ started_at: string | null }[]>`
    select started_at from webhook_deliveries where id = ${orderId}`;
  if (!row) throw new Error(`delivery ${orderId} is stored`);
  return row.started_at;
}

async function statusOf(clientOrderId: string): Promise<string> {
  return String((await product.get(`/api/orders/${clientOrderId}`)).body.status);
}

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
    await eventually('the order rests', async () => {
      return (await statusOf(body.clientOrderId as string)) === 'NEW';
    });
    expect(await startedAt(body.orderId as number)).not.toBeNull();
  }
  expect((await product.ledger('spot')).orders).toHaveLength(answers.length);
});

it('starts a request whose worker died after it had claimed it', async () => {
  await product.end('worker');
  const { body } = await product.alert('spot', { ...limit, id: 'claimed-by-the-dead' });
  await product.database.sql`
    update webhook_deliveries set claimed_at = now() where id = ${body.orderId as number}`;
  await product.run('worker');
  await eventually('the order rests', async () => {
    return (await statusOf(body.clientOrderId as string)) === 'NEW';
  });
});

it('marks a request that was started and never marked, and trades it once', async () => {
  const { body } = await product.alert('spot', { ...limit, id: 'never-marked' });
  await eventually('the order rests', async () => {
    return (await statusOf(body.clientOrderId as string)) === 'NEW';
  });
  const before = (await product.ledger('spot')).orders.length as number;
  await product.database.sql`
    update webhook_deliveries set started_at = null, claimed_at = null
    where id = ${body.orderId as number}`;
  await eventually('marked again', () => startedAt(body.orderId as number));
  expect((await product.ledger('spot')).orders).toHaveLength(before);
});

it('cancels an order whose workflow is not there yet', async () => {
  await product.end('worker');
  const { body } = await product.alert('spot', { ...limit, id: 'cancelled-early' });
  const cancelling = product.post(
    `/api/orders/${String(body.clientOrderId)}/cancel`,
    {},
    product.asOperator,
  );
  await product.run('worker');
  expect((await cancelling).status).toBe(200);
  // On the exchange, or before it was sent there.
  expect(['CANCELLED', 'DENIED']).toContain(await statusOf(body.clientOrderId as string));
});

it('says that nothing was cancelled when no worker comes', async () => {
  await product.end('worker');
  const { body } = await product.alert('spot', { ...limit, id: 'never-cancelled' });
  const path = `/api/orders/${String(body.clientOrderId)}/cancel`;
  const answer = await product.post(path, {}, product.asOperator);
  expect(answer.status).toBe(504);
  expect(answer.body).toMatchObject({ code: 'CANCEL_NOT_ANSWERED' });
  expect(answer.body.detail).toContain('nothing was cancelled');
  await product.run('worker');
  await eventually('the order rests', async () => {
    return (await statusOf(body.clientOrderId as string)) === 'NEW';
  });
}, 60_000);
