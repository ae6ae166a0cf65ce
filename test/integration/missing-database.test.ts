import { expect, it } from 'vitest';
import { BTC_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import { backUp, maintain, restore } from '../kit/product/backup.js';
import type { Product } from '../kit/product/product.js';
import type { TestListener } from '../kit/events/test-listener.js';
import { useProduct } from '../kit/product/use-product.js';

let product: Product;
let sse: TestListener;

useProduct({ resting: ['spot'], isApart: true }, (inUse) => ({ product, sse } = inUse));

it('sends an alert away, to come again, while the database is being put back, and goes on after it', async () => {
  const { edge, desks } = product;
  const desk = desks.spot;
  const before = await product.place('spot', { ...BTC_LIMIT, id: 'before' });
  await desk.stands(before, 'NEW');
  const backup = await backUp(product.sql);
  const alert = { ...BTC_LIMIT, id: 'meanwhile' };
  await restore(product.sql, backup, async () => {
    await expectSentAway(alert);
    expect((await edge.get('/api/orders')).status).toBe(503);
    expect((await edge.request('GET', '/readyz', {})).status).toBe(503);
  });
  const { clientOrderId = '' } = await eventually('the alert to be accepted', async () => {
    const delivery = await desk.deliver(alert);
    return delivery.status === 202 && delivery;
  });
  // The worker's and the stream worker's own connections are back, and so are the listeners'.
  await desk.stands(clientOrderId, 'NEW');
  await product.fill('spot', clientOrderId);
  await desk.stands(clientOrderId, 'FILLED');
  await sse.event('order_filled', clientOrderId);
  await product.fill('spot', before);
  await desk.stands(before, 'FILLED');
}, 120_000);

it('sends an alert away, to come again, while the database lets nobody in', async () => {
  const { sql } = product;
  const name = sql.options.database;
  // Not by way of a connection to this database: it is about to be ended, as all others are.
  await maintain(sql, async (admin) => {
    await admin.unsafe(`alter database "${name}" allow_connections false`);
    try {
      await eventually('nobody to be connected', async () => {
        const ended = await admin`
          select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
        return ended.length === 0;
      });
      // The first may only meet the end of its connection.
      for (const id of ['away-1', 'away-2', 'away-3']) await expectSentAway({ ...BTC_LIMIT, id });
    } finally {
      await admin.unsafe(`alter database "${name}" allow_connections true`);
    }
  });
});

for (const [missing, from, to] of [
  ['the schema is', 'schema public rename to hidden', 'schema hidden rename to public'],
  [
    'a table is',
    'table webhook_deliveries rename to not_yet',
    'table not_yet rename to webhook_deliveries',
  ],
] as const) {
  it(`sends an alert away, to come again, while ${missing} not put back yet`, async () => {
    await product.sql.unsafe(`alter ${from}`);
    try {
      await expectSentAway({ ...BTC_LIMIT, id: 'away' });
    } finally {
      await product.sql.unsafe(`alter ${to}`);
    }
  });
}

/** Sends an alert, and expects to be told that it was not stored and may come again. */
async function expectSentAway(alert: typeof BTC_LIMIT & { readonly id: string }): Promise<void> {
  const { status, body, headers } = await product.desks.spot.send(alert);
  expect(status, JSON.stringify(body)).toBe(503);
  expect(body).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  expect(headers.get('retry-after')).toBe('2');
}
