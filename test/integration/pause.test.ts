import { beforeEach, expect, it } from 'vitest';
import { ETH_LIMIT } from '../kit/desk/plans.js';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

const market = 'spot';

let product: Product;
let sse: TestListener;
let rest: ProductInUse['rest'];

useProduct(
  { syncIntervalMs: 1_000, resting: ['spot'] },
  (inUse) => ({ product, sse, rest } = inUse),
);
beforeEach(() => product.streamsConnected());

const requests = () => product.desks[market].requests();

const isFaultOver = async () => (await product.venue.faults()).length === 0;

it('asks nothing until a pause is over, then catches up', async () => {
  const open = await rest(market, 'open');
  const fault = { name: 'rate-limited', times: 1, status: 429, retryAfter: 5 };
  const path = '/api/v3/openOrders';
  await product.venue.post('faults', { ...fault, market, method: 'GET', path });
  await eventually('a 429', isFaultOver);
  const turnedAwayAt = Date.now();
  const [before, futures] = [await requests(), await product.desks.futures.requests()];
  await product.venue.post('faults', { name: 'stream-swallow', times: 10, market });
  await product.fill(market, open);
  const placed = await product.place(market, { ...ETH_LIMIT, id: 'in-the-pause' });
  await eventually('something is asked again', async () => {
    return JSON.stringify(await requests()) !== JSON.stringify(before);
  });
  expect(Date.now() - turnedAwayAt).toBeGreaterThan(4_500);
  // The other exchange was not concerned.
  expect(await product.desks.futures.requests()).not.toEqual(futures);
  await sse.event('order_created', placed);
  expect((await sse.event('order_filled', open)).data).toMatchObject({ source: 'sync' });
  await product.venue.clearFaults();
  await product.fill(market, placed);
  expect((await sse.event('order_filled', placed)).data).toMatchObject({ filledQuantity: '1' });
  expect(await requests()).toMatchObject({ 'POST /api/v3/order': 2 });
}, 60_000);
