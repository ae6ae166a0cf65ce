import { describe, expect, it } from 'vitest';
import { BINANCE_LIMITS } from '../../../../../simulator/exchanges/binance/rate-limits.js';
import { signedRequest } from '../../../../kit/simulator/binance.js';
import type { Answer } from '../../../../kit/answer.js';
import { useVenue } from '../../../../kit/simulator/venue.js';

const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' };

describe('request limits', () => {
  const venueOf = useVenue({ limits: BINANCE_LIMITS });
  const account = (): Promise<Answer> => signedRequest(venueOf().venue, 'GET', '/api/v3/account');
  const weightOf = ({ headers }: Answer): number => Number(headers.get('X-MBX-USED-WEIGHT-1M'));

  it('add up in the weight header, and an order weighs nothing', async () => {
    const first = await account();
    expect(weightOf(first)).toBeGreaterThanOrEqual(20);
    const order = await signedRequest(venueOf().venue, 'POST', '/api/v3/order', ORDER);
    expect(order.status).toBe(200);
    expect(order.headers.get('X-MBX-ORDER-COUNT-1D')).toBe('1');
    expect(Number(order.headers.get('X-MBX-ORDER-COUNT-10S'))).toBeGreaterThan(0);
  });

  it('are announced by exchangeInfo', async () => {
    const response = await fetch(`${venueOf().venue.origin}/api/v3/exchangeInfo`);
    const { rateLimits } = (await response.json()) as { rateLimits: object[] };
    expect(rateLimits).toEqual([
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 50 },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 160_000 },
    ]);
  });

  it('stop a client that orders too much, and say when to come back', async () => {
    const { venue, control } = venueOf();
    const limit = { interval: 'DAY', intervalNum: 1, limit: 3 };
    await control.post('limits', { market: 'spot', orders: [limit] });
    const answers: Answer[] = [];
    for (let count = 0; count < 4; count += 1) {
      answers.push(await signedRequest(venue, 'POST', '/api/v3/order', ORDER));
    }
    const last = answers.at(-1);
    expect(last).toMatchObject({ status: 429, body: { code: -1015 } });
    expect(Number(last?.headers.get('Retry-After'))).toBeGreaterThan(0);
  });

  it('stop a client that asks too much, and ban it when it goes on', async () => {
    const { control } = venueOf();
    await control.post('limits', { market: 'spot', weightPerMinute: 1 });
    const warned = await account();
    expect(warned).toMatchObject({ status: 429, body: { code: -1003 } });
    expect(Number(warned.headers.get('Retry-After'))).toBeGreaterThan(0);
    let answer = warned;
    for (let count = 0; count < 200 && answer.status === 429; count += 1) answer = await account();
    expect(answer).toMatchObject({ status: 418, body: { code: -1003 } });
    const raised: unknown = await control.post('limits', { market: 'spot', weightPerMinute: 6000 });
    const { turnedAway } = raised as { turnedAway: number };
    expect((await account()).status).toBe(418);
    expect(await control.post('limits', { market: 'spot' })).toMatchObject({
      weightPerMinute: 6000,
      turnedAway: turnedAway + 1,
    });
  });
});
