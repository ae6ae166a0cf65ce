import { describe, expect, it } from 'vitest';
import { received, submit } from '../kit/korean/order-server.js';

describe('time in force on Bithumb', () => {
  it('is denied outside of the won markets, where it is not documented', async () => {
    await expect(
      submit('bithumb', { symbol: 'ETH/BTC', timeInForce: 'IOC' }),
    ).rejects.toMatchObject({
      origin: 'denied',
      details: { code: 'ORDER_TYPE_NOT_SUPPORTED' },
    });
    expect(received()).toHaveLength(0);
  });
});
