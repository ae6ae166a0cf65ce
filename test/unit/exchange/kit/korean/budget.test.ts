import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOON } from '../limits/answers.js';
import { orderRequest, restAt } from './fixtures.js';
import { CANCEL, received, serve, stored, SUBMIT, taken } from './order-server.js';

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
