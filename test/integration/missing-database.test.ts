import { expect, it } from 'vitest';
import { BTC_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import { backUp, restore } from '../kit/product/backup.js';
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
    const { status, body, headers } = await desk.send(alert);
    expect(status, JSON.stringify(body)).toBe(503);
    expect(body).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(headers.get('retry-after')).toBe('2');
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
