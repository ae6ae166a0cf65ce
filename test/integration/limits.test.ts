import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { Product } from '../kit/product/product.js';
import type { SseListener } from '../kit/events/test-listener.js';

const market = 'spot';
const WEIGHT_PER_MINUTE = 1_500;
/** Every second, at 80 each: three times what the exchange allows. */
const SYNC_INTERVAL_MS = 1_000;
const FILLS = 25;
const OPEN_ORDERS = 'GET /api/v3/openOrders';
const GET_ORDER = 'GET /api/v3/order';
const LIMIT = { symbol: 'ETHUSDT', side: 'buy', type: 'limit', quantity: '1', price: '2400' };

let product: Product;
let sse: SseListener;

beforeAll(async () => {
  product = await Product.start({
    weightPerMinute: WEIGHT_PER_MINUTE,
    syncIntervalMs: SYNC_INTERVAL_MS,
    pollIntervalMs: 1_000,
  });
  sse = await product.listen();
  await product.control('liquidity', { market, symbol: 'ETHUSDT', mode: 'manual' });
});
afterAll(async () => {
  sse?.close();
  await product?.close();
});
beforeEach(() => product.streamsConnected());

type Requests = Readonly<Record<string, number>>;

async function requests(): Promise<Requests> {
  return ((await product.ledger(market)) as { requests: Requests }).requests;
}

async function turnedAway(): Promise<number> {
  return ((await product.control('limits', { market })) as { turnedAway: number }).turnedAway;
}

async function place(id: string): Promise<string> {
  const { body } = await product.alert(market, { ...LIMIT, id });
  const clientOrderId = body.clientOrderId as string;
  await sse.event('order_created', clientOrderId);
  return clientOrderId;
}

const fill = (clientOrderId: string) =>
  product.control('fill', { market, symbol: 'ETHUSDT', clientOrderId });

it('places and verifies while comparisons give way, and is never turned away', async () => {
  const startedAt = Date.now();
  const before = await requests();
  for (let count = 0; count < FILLS; count += 1) {
    const clientOrderId = await place(`filled-${count}`);
    await fill(clientOrderId);
    const { data } = await sse.event('order_filled', clientOrderId);
    expect(data).toMatchObject({ filledQuantity: '1', source: 'stream' });
  }
  // By now comparisons take turns, more than two of their intervals apart.
  await eventually('eight seconds', () => Date.now() > startedAt + 8_000);
  for (let count = 0; count < 10; count += 1) await place(`resting-${count}`);
  // Long enough for comparisons alone to use up what the exchange allows.
  await eventually('twenty seconds', () => Date.now() > startedAt + 20_000);
  const spent = (call: string, after: Requests) => (after[call] ?? 0) - (before[call] ?? 0);
  const after = await requests();
  const seconds = (Date.now() - startedAt) / 1000;
  expect(spent(OPEN_ORDERS, after)).toBeGreaterThan(0);
  expect(spent(OPEN_ORDERS, after)).toBeLessThan(seconds * 0.7);
  // Each fill is verified; no order that rests has begun to ask for itself, ten times a second together.
  expect(spent(GET_ORDER, after)).toBeGreaterThanOrEqual(FILLS);
  expect(spent(GET_ORDER, after)).toBeLessThan(FILLS * 3);
  expect(await turnedAway()).toBe(0);
}, 120_000);

it('still compares: a fill that nobody told of is found', async () => {
  const clientOrderId = await place('unheard');
  await product.control('faults', { name: 'stream-swallow', times: 10, market });
  await fill(clientOrderId);
  // The minute may have no room left for comparisons: then it is found in the next, or the order asks.
  const found = await eventually(
    'the fill',
    () =>
      sse.events.find(
        ({ event, data }) => event === 'order_filled' && data.clientOrderId === clientOrderId,
      ),
    90_000,
  );
  expect(found.data.filledQuantity).toBe('1');
  expect(['sync', 'poll']).toContain(found.data.source);
  await fetch(`${product.venue.origin}/control/faults`, { method: 'DELETE' });
  expect(await turnedAway()).toBe(0);
}, 120_000);
