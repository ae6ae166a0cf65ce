import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { Product } from '../kit/product/product.js';
import type { SseListener } from '../kit/events/test-listener.js';

const market = 'spot';
const LIMIT = { symbol: 'ETHUSDT', side: 'buy', type: 'limit', quantity: '1', price: '2400' };

let product: Product;
let sse: SseListener;

beforeAll(async () => {
  product = await Product.start({ syncIntervalMs: 1_000 });
  sse = await product.listen();
  await product.control('liquidity', { market, symbol: 'ETHUSDT', mode: 'manual' });
});
afterAll(async () => {
  sse?.close();
  await product?.close();
});
beforeEach(() => product.streamsConnected());

type Requests = Readonly<Record<string, number>>;

async function requestsOf(desk: 'spot' | 'futures' = market): Promise<Requests> {
  return ((await product.ledger(desk)) as { requests: Requests }).requests;
}

const fill = (clientOrderId: string) =>
  product.control('fill', { market, symbol: 'ETHUSDT', clientOrderId });

async function faultIsOver(): Promise<boolean> {
  const faults = await fetch(`${product.venue.origin}/control/faults`);
  return ((await faults.json()) as unknown[]).length === 0;
}

it('asks nothing until a pause is over, then catches up', async () => {
  const open = (await product.alert(market, { ...LIMIT, id: 'open' })).body.clientOrderId as string;
  await sse.event('order_created', open);
  const fault = { name: 'rate-limited', times: 1, status: 429, retryAfter: 5 };
  const path = '/api/v3/openOrders';
  await product.control('faults', { ...fault, market, method: 'GET', path });
  await eventually('a 429', faultIsOver);
  const turnedAwayAt = Date.now();
  const [before, futures] = [await requestsOf(), await requestsOf('futures')];
  await product.control('faults', { name: 'stream-swallow', times: 10, market });
  await fill(open);
  const { body } = await product.alert(market, { ...LIMIT, id: 'in-the-pause' });
  const placed = body.clientOrderId as string;
  await eventually('something is asked again', async () => {
    return JSON.stringify(await requestsOf()) !== JSON.stringify(before);
  });
  expect(Date.now() - turnedAwayAt).toBeGreaterThan(4_500);
  // The other exchange was not concerned.
  expect(await requestsOf('futures')).not.toEqual(futures);
  await sse.event('order_created', placed);
  expect((await sse.event('order_filled', open)).data).toMatchObject({ source: 'sync' });
  await fetch(`${product.venue.origin}/control/faults`, { method: 'DELETE' });
  await fill(placed);
  expect((await sse.event('order_filled', placed)).data).toMatchObject({ filledQuantity: '1' });
  expect(await requestsOf()).toMatchObject({ 'POST /api/v3/order': 2 });
}, 60_000);
