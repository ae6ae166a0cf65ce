import { beforeEach, expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';
import type { TestListener } from '../kit/events/test-listener.js';

const market = 'spot';
const WEIGHT_PER_MINUTE = 1_500;
/** A comparison every second, at a weight of 80: three times what the exchange allows. */
const SYNC_INTERVAL_MS = 1_000;
const FILLS = 25;
const OPEN_ORDERS = 'GET /api/v3/openOrders';
const GET_ORDER = 'GET /api/v3/order';

let product: Product;
let sse: TestListener;
let rest: ProductInUse['rest'];

useProduct(
  {
    weightPerMinute: WEIGHT_PER_MINUTE,
    syncIntervalMs: SYNC_INTERVAL_MS,
    pollIntervalMs: 1_000,
    resting: ['spot'],
  },
  (inUse) => ({ product, sse, rest } = inUse),
);
beforeEach(() => product.streamsConnected());

type Requests = Readonly<Record<string, number>>;

const requests = (): Promise<Requests> => product.desks[market].requests();

async function turnedAway(): Promise<number> {
  return ((await product.venue.post('limits', { market })) as { turnedAway: number }).turnedAway;
}

it('places and verifies while comparisons give way, and is never turned away', async () => {
  const startedAt = Date.now();
  const before = await requests();
  for (let count = 0; count < FILLS; count += 1) {
    const clientOrderId = await rest(market, `filled-${count}`);
    await product.fill(market, clientOrderId);
    const { data } = await sse.event('order_filled', clientOrderId);
    expect(data).toMatchObject({ filledQuantity: '1', source: 'stream' });
  }
  // By now comparisons take turns, more than two of their intervals apart.
  await eventually('eight seconds', () => Date.now() > startedAt + 8_000);
  for (let count = 0; count < 10; count += 1) await rest(market, `resting-${count}`);
  // Long enough for comparisons alone to use up what the exchange allows.
  await eventually('twenty seconds', () => Date.now() > startedAt + 20_000);
  const spent = (call: string, after: Requests) => (after[call] ?? 0) - (before[call] ?? 0);
  const after = await requests();
  const seconds = (Date.now() - startedAt) / 1000;
  expect(spent(OPEN_ORDERS, after)).toBeGreaterThan(0);
  expect(spent(OPEN_ORDERS, after)).toBeLessThan(seconds * 0.7);
  // Each fill is verified. No resting order has begun to ask for itself: ten of them would ask ten
  // times a second.
  expect(spent(GET_ORDER, after)).toBeGreaterThanOrEqual(FILLS);
  expect(spent(GET_ORDER, after)).toBeLessThan(FILLS * 3);
  expect(await turnedAway()).toBe(0);
}, 120_000);

it('still compares: a fill that nobody reported is found', async () => {
  const clientOrderId = await rest(market, 'unheard');
  await product.venue.post('faults', { name: 'stream-swallow', times: 10, market });
  await product.fill(market, clientOrderId);
  // The minute may have no room for comparisons: then the fill is found in the next one, or the
  // order asks.
  const found = await sse.event('order_filled', clientOrderId, 90_000);
  expect(found.data.filledQuantity).toBe('1');
  expect(['sync', 'poll']).toContain(found.data.source);
  await product.venue.clearFaults();
  expect(await turnedAway()).toBe(0);
}, 120_000);
