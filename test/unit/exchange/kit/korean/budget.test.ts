import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOON } from '../limits/answers.js';
import { eventually } from '../../../../kit/eventually.js';
import { orderRequest, restAt } from './fixtures.js';
import { both, CANCEL, received, serve, stored, SUBMIT, taken } from './order-server.js';

// The clock stands still: what does not fit into this second would wait for ever.
beforeEach(() => void vi.useFakeTimers({ now: NOON, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const reference = { symbol: 'BTC/KRW', clientOrderId: 'ft-1' };

describe('what Upbit counts as an order', () => {
  it('is not a cancel, which goes on when all orders of the second are sent', async () => {
    const ended = { ...stored.upbit, state: 'cancel' };
    const origin = await serve({
      [SUBMIT.upbit]: taken.upbit,
      [CANCEL.upbit]: stored.upbit,
      'GET /v1/order': ended,
    });
    const rest = restAt('upbit', origin);
    await Promise.all(Array.from({ length: 8 }, () => rest.submitOrder(orderRequest)));
    await expect(rest.cancelOrder(reference)).resolves.toMatchObject({ status: 'CANCELLED' });
    expect(received().filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });
});

const marketBuy = { ...orderRequest, orderType: 'MARKET', price: null } as const;
const PRICE = [{ market: 'KRW-BTC', trade_price: '95000000' }];

/** How often the price was asked for. */
const asked = (): number => received().filter(({ path }) => path.endsWith('/ticker')).length;

describe('prices, which Upbit counts by address', () => {
  it('are asked for ten times a second by all accounts together', async () => {
    const times: number[] = [];
    const origin = await serve({
      [SUBMIT.upbit]: taken.upbit,
      'GET /v1/ticker': () => {
        times.push(Date.now() - NOON);
        return { body: PRICE };
      },
    });
    const accounts = [restAt('upbit', origin), restAt('upbit', origin)];
    const bought = Promise.all(
      accounts.flatMap((rest) => Array.from({ length: 8 }, () => rest.submitOrder(marketBuy))),
    );
    await eventually('the first ten', () => times.length >= 10);
    vi.setSystemTime(NOON + 1_000);
    await bought;
    expect(times).toEqual([...Array<number>(10).fill(0), ...Array<number>(6).fill(1_000)]);
  });

  it.each(both)('are no longer asked for where they are blocked, on %s', async (exchange) => {
    const origin = await serve({
      [CANCEL[exchange]]: stored[exchange],
      'GET /v1/order': { ...stored[exchange], state: 'cancel' },
      'GET /v1/ticker': () => ({ status: 418, body: 'blocked' }),
    });
    const [one, other] = [restAt(exchange, origin), restAt(exchange, origin)];
    for (const rest of [one, one, other]) {
      await expect(rest.submitOrder(marketBuy)).rejects.toMatchObject({ origin: 'paused' });
    }
    expect(asked()).toBe(1);
    // Orders are another matter: they are counted by account.
    await expect(one.cancelOrder(reference)).resolves.toMatchObject({ status: 'CANCELLED' });
    vi.setSystemTime(NOON + 61_000);
    await expect(other.submitOrder(marketBuy)).rejects.toMatchObject({ origin: 'paused' });
    expect(asked()).toBe(2);
  });
});
