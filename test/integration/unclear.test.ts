import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { Product } from '../kit/product/product.js';
import type { SseListener } from '../kit/events/test-listener.js';

let product: Product;
let sse: SseListener;

beforeAll(async () => {
  product = await Product.start();
  sse = await product.listen();
  await product.control('liquidity', { market: 'spot', symbol: 'ETHUSDT', mode: 'manual' });
}, 120_000);
afterAll(async () => {
  sse?.close();
  await product?.close();
});
beforeEach(() => product.streamsConnected());

const limit = { symbol: 'ETHUSDT', side: 'buy', type: 'limit', quantity: '1', price: '2400' };
const POST_ORDER = { market: 'spot', method: 'POST', path: '/api/v3/order' };

async function statusOf(clientOrderId: string): Promise<string> {
  return String((await product.get(`/api/orders/${clientOrderId}`)).body.status);
}

async function requestsOf(call: string): Promise<number> {
  const { requests } = (await product.ledger('spot')) as { requests: Record<string, number> };
  return requests[call] ?? 0;
}

it('asks ever more rarely for an order whose submission was unclear, also when it is nudged', async () => {
  await product.control('faults', { ...POST_ORDER, name: 'unavailable-not-executed', times: 1 });
  const { body } = await product.alert('spot', { ...limit, id: 'unclear' });
  await eventually('it is unknown', async () => {
    return (await statusOf(body.clientOrderId as string)) === 'UNKNOWN';
  });
  // The comparison after a reconnection nudges every open order.
  await product.control('stream/drop', { market: 'spot' });
  await eventually('a comparison has been made', async () => {
    return (await requestsOf('GET /api/v3/openOrders')) > 0;
  });
  const since = Date.now();
  const before = await requestsOf('GET /api/v3/order');
  await eventually('it was asked for again', async () => {
    return (await requestsOf('GET /api/v3/order')) >= before + 4;
  });
  // Its pauses double: four questions take two pauses of a quarter second and more at the very least.
  expect(Date.now() - since).toBeGreaterThan(500);
  await product.post(`/api/orders/${String(body.clientOrderId)}/cancel`, {}, product.asOperator);
}, 60_000);

it('cancels an order that turns up after its cancel', async () => {
  // Carried out only when nobody waits for the answer any more.
  await product.control('faults', { ...POST_ORDER, name: 'delay-request', ms: 11_500, times: 1 });
  const { body } = await product.alert('spot', { ...limit, id: 'turns-up' });
  const id = body.clientOrderId as string;
  await eventually('it is unknown', async () => (await statusOf(id)) === 'UNKNOWN');
  const answer = await product.post(`/api/orders/${id}/cancel`, {}, product.asOperator);
  expect([200, 502]).toContain(answer.status); // by then it may have turned up
  await sse.event('order_cancelled', id);
  const { orders } = (await product.ledger('spot')) as {
    orders: { clientOrderId: string; status: string }[];
  };
  expect(orders.find((order) => order.clientOrderId === id)?.status).toBe('CANCELLED');
}, 60_000);

it('gives an order up at once when the exchange wants a pause that is too long', async () => {
  const posts = await requestsOf('POST /api/v3/order');
  const fault = { name: 'rate-limited', times: 1, status: 429, retryAfter: 120 };
  await product.control('faults', { ...POST_ORDER, ...fault });
  const { body } = await product.alert('spot', { ...limit, id: 'limited' });
  const rejected = await sse.event('order_rejected', body.clientOrderId as string);
  expect(rejected.data.reason).toMatch(/^ORDER_STALE: .*429/);
  expect(await requestsOf('POST /api/v3/order')).toBe(posts + 1);
});

it('asks nothing of an exchange that wants a pause', async () => {
  // The pause of the test before is not over.
  const before = await product.ledger('spot');
  const { body } = await product.alert('spot', { ...limit, id: 'paused' });
  const rejected = await sse.event('order_rejected', body.clientOrderId as string);
  expect(rejected.data.reason).toMatch(/not asked, since the exchange wants a pause/);
  expect((await product.ledger('spot')).requests).toEqual(before.requests);
});
