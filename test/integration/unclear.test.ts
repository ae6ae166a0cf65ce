import { beforeEach, expect, it } from 'vitest';
import { ETH_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

let product: Product;
let sse: TestListener;

useProduct({ resting: ['spot'] }, (inUse) => ({ product, sse } = inUse));
beforeEach(() => product.streamsConnected());

const POST_ORDER = { market: 'spot', method: 'POST', path: '/api/v3/order' };

const timesAsked = (call: string) => product.desks.spot.timesAsked(call);

it('asks ever more rarely for an order whose submission was unclear, woken or not', async () => {
  await product.venue.post('faults', { ...POST_ORDER, name: 'unavailable-not-executed', times: 1 });
  const id = await product.place('spot', { ...ETH_LIMIT, id: 'unclear' });
  await product.desks.spot.stands(id, 'UNKNOWN');
  // The comparison after a reconnection wakes every open order.
  await product.venue.post('stream/drop', { market: 'spot' });
  await eventually('a comparison has been made', async () => {
    return (await timesAsked('GET /api/v3/openOrders')) > 0;
  });
  const since = Date.now();
  const before = await timesAsked('GET /api/v3/order');
  await eventually('it was asked for again', async () => {
    return (await timesAsked('GET /api/v3/order')) >= before + 4;
  });
  // Its pauses double: four questions take at least two pauses of a quarter second and more.
  expect(Date.now() - since).toBeGreaterThan(500);
  await product.edge.cancel(id);
}, 60_000);

it('cancels an order that turns up after its cancel', async () => {
  // The submission is carried out when nobody waits for its answer any more.
  await product.venue.post('faults', {
    ...POST_ORDER,
    name: 'delay-request',
    ms: 11_500,
    times: 1,
  });
  const id = await product.place('spot', { ...ETH_LIMIT, id: 'turns-up' });
  await product.desks.spot.stands(id, 'UNKNOWN');
  const answer = await product.edge.cancel(id);
  expect([200, 502]).toContain(answer.status); // by then it may have turned up
  await sse.event('order_cancelled', id);
  const { orders } = await product.desks.spot.ledger();
  expect(orders.find((order) => order.clientOrderId === id)?.status).toBe('CANCELLED');
}, 60_000);

it('cancels an order that turns up after its cancel, though the cancel fails at first', async () => {
  await product.venue.post('faults', {
    ...POST_ORDER,
    name: 'delay-request',
    ms: 11_500,
    times: 1,
  });
  await product.venue.post('faults', {
    ...POST_ORDER,
    method: 'DELETE',
    name: 'html-error',
    executed: false,
    times: 4,
  });
  const id = await product.place('spot', { ...ETH_LIMIT, id: 'turns-up-later' });
  await product.desks.spot.stands(id, 'UNKNOWN');
  expect((await product.edge.cancel(id)).status).toBe(502);
  await sse.event('order_created', id);
  await sse.event('order_cancelled', id);
  const { orders } = await product.desks.spot.ledger();
  expect(orders.find((order) => order.clientOrderId === id)?.status).toBe('CANCELLED');
}, 60_000);

it('gives an order up at once when the exchange wants a pause that is too long', async () => {
  const posts = await timesAsked('POST /api/v3/order');
  const fault = { name: 'rate-limited', times: 1, status: 429, retryAfter: 120 };
  await product.venue.post('faults', { ...POST_ORDER, ...fault });
  const id = await product.place('spot', { ...ETH_LIMIT, id: 'limited' });
  const rejected = await sse.event('order_rejected', id);
  expect(rejected.data.reason).toMatch(/^ORDER_STALE: .*429/);
  expect(await timesAsked('POST /api/v3/order')).toBe(posts + 1);
});

it('asks nothing of an exchange that wants a pause', async () => {
  // The pause that the test before this one has begun is not over.
  const before = await product.desks.spot.requests();
  const id = await product.place('spot', { ...ETH_LIMIT, id: 'paused' });
  const rejected = await sse.event('order_rejected', id);
  expect(rejected.data.reason).toMatch(/not asked, since the exchange wants a pause/);
  expect(await product.desks.spot.requests()).toEqual(before);
});
