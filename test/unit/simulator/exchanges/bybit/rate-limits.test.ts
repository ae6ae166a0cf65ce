import { describe, expect, it } from 'vitest';
import { bybitDesk } from '../../../../kit/simulator/bybit.js';
import { openVenue, testVenue, useVenue } from '../../../../kit/simulator/venue.js';

const venueOf = useVenue();

describe('Bybit’s limits', () => {
  it('count each kind of call by account and category, and name what is left', async () => {
    const venue = await openVenue({ limits: {} });
    const { control } = testVenue(venue);
    const own = { venue, control } as ReturnType<typeof testVenue>;
    const linear = bybitDesk(() => own, 'linear');
    const spot = bybitDesk(() => own, 'spot');
    const terms = { orderType: 'Limit', qty: '0.01', price: '49000' };
    const set = await control.post('limits', { market: 'bybit-linear', createPerSecond: 2 });
    expect(set).toEqual({
      createPerSecond: 2,
      cancelPerSecond: 10,
      readPerSecond: 50,
      requestsPer5s: 600,
    });
    const answers = await Promise.all(Array.from({ length: 9 }, () => linear.create(terms)));
    const limited = answers.filter(({ retCode }) => retCode === 10006);
    // A new second may begin meanwhile.
    expect(limited.length).toBeGreaterThanOrEqual(5);
    expect(limited[0]?.status).toBe(200);
    expect(limited[0]?.headers.get('x-bapi-limit')).toBe('2');
    expect(limited[0]?.headers.get('x-bapi-limit-status')).toBe('0');
    const reset = Number(limited[0]?.headers.get('x-bapi-limit-reset-timestamp'));
    expect(reset % 1000).toBe(0);
    const free = await spot.create(terms);
    expect(free.retCode).toBe(0);
    expect(free.headers.get('x-bapi-limit')).toBe('20');
    expect(Number(free.headers.get('x-bapi-limit-status'))).toBe(19);
    await venue.close();
  });

  it('begin anew at a time of the exchange’s own clock', async () => {
    const venue = await openVenue();
    const own = testVenue(venue);
    const offsetMs = 30_000;
    await own.control.post('clock', { offsetMs });
    const sentAt = Date.now();
    const terms = { orderType: 'Limit', qty: '0.01', price: '49000' };
    const { headers } = await bybitDesk(() => own, 'linear').create(terms);
    const reset = Number(headers.get('x-bapi-limit-reset-timestamp'));
    expect(reset).toBeGreaterThanOrEqual(sentAt + offsetMs);
    await venue.close();
  });

  it('block an address that asks too often, without JSON', async () => {
    const venue = await openVenue({ limits: { 'bybit-spot': { requestsPer5s: 3 } } });
    const path = `${venue.origins.bybit}/v5/market/time`;
    const statuses: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      const response = await fetch(path);
      statuses.push(response.status);
      if (response.status === 403) expect(await response.text()).toContain('access too frequent');
    }
    expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
    expect(statuses.at(-1)).toBe(403);
    await testVenue(venue).control.post('limits', { market: 'bybit-spot', requestsPer5s: 1000 });
    expect((await fetch(path)).status).toBe(200);
    await venue.close();
  });

  it('are refused in the shape of another exchange', async () => {
    const { control } = venueOf();
    const wrong = { market: 'bybit-spot', weightPerMinute: 5 };
    await expect(control.post('limits', wrong)).rejects.toMatchObject({
      status: 400,
      reason: expect.stringMatching(/weightPerMinute/),
    });
  });
});
