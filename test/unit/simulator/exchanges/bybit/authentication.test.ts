import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bybitCall } from '../../../../kit/simulator/bybit.js';
import { KEY, SECRET, useVenue } from '../../../../kit/simulator/venue.js';

const venueOf = useVenue();

describe('signing', () => {
  const path = '/v5/order/realtime';
  const query = { category: 'linear', settleCoin: 'USDT' };

  it.each([
    ['an unknown key', { apiKey: 'nobody' }, 10003],
    ['another secret', { secret: 'wrong' }, 10004],
    ['a signature of nothing', { signature: 'f'.repeat(64) }, 10004],
    ['a time too long ago', { timestamp: Date.now() - 60_000 }, 10002],
    ['a time too far ahead', { timestamp: Date.now() + 60_000 }, 10002],
  ])('refuses %s with HTTP 200 and a code', async (_what, signing, code) => {
    const answer = await bybitCall(venueOf().venue, 'GET', path, query, signing);
    expect([answer.status, answer.retCode]).toEqual([200, code]);
    expect(answer).toMatchObject({ result: {}, retExtInfo: {}, time: expect.any(Number) });
  });

  it('takes a time that the window covers', async () => {
    const signing = { timestamp: Date.now() - 20_000, recvWindow: 30_000 };
    const answer = await bybitCall(venueOf().venue, 'GET', path, query, signing);
    expect(answer.retCode).toBe(0);
  });

  it('permits a key only what it is for', async () => {
    const { venue, control } = venueOf();
    const key = { apiKey: 'only-spot', secret: 'only' };
    await control.post('accounts', { ...key, balances: {}, market: 'bybit-spot' });
    const ask = (category: string): Promise<{ retCode: number }> =>
      bybitCall(venue, 'GET', path, { ...query, category }, key);
    expect((await ask('spot')).retCode).toBe(0);
    expect((await ask('linear')).retCode).toBe(10005);
  });
});

it('refuses a body that is no JSON object', async () => {
  const { venue } = venueOf();
  const timestamp = String(Date.now());
  const payload = `${timestamp}${KEY}5000[]`;
  const response = await fetch(`${venue.origins.bybit}/v5/order/create`, {
    method: 'POST',
    body: '[]',
    headers: {
      'X-BAPI-API-KEY': KEY,
      'X-BAPI-TIMESTAMP': timestamp,
      'X-BAPI-RECV-WINDOW': '5000',
      'X-BAPI-SIGN': createHmac('sha256', SECRET).update(payload).digest('hex'),
    },
  });
  expect(await response.json()).toMatchObject({ retCode: 10001 });
});
