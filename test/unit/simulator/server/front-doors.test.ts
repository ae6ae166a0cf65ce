import { describe, expect, it } from 'vitest';
import { EXCHANGE_NAMES } from '../../../../simulator/names.js';
import { openVenue, useVenue } from '../../../kit/simulator/venue.js';

describe('the venue', () => {
  const venueOf = useVenue();

  it('has a port for each exchange and names them', async () => {
    const { venue, control } = venueOf();
    const { origins } = await control.state();
    expect(origins).toEqual(venue.origins);
    expect(Object.keys(origins)).toEqual(expect.arrayContaining([...EXCHANGE_NAMES]));
    expect(new Set(Object.values(origins)).size).toBe(EXCHANGE_NAMES.length);
    expect(venue.origin).toBe(venue.origins.binance);
  });

  it('serves Binance and the control interface at the first port only', async () => {
    const { venue } = venueOf();
    const statuses = async (path: string): Promise<number[]> =>
      Promise.all(
        EXCHANGE_NAMES.map(async (name) => (await fetch(venue.origins[name] + path)).status),
      );
    const atFirstOnly = EXCHANGE_NAMES.map((_, index) => (index === 0 ? 200 : 404));
    expect(await statuses('/control/state')).toEqual(atFirstOnly);
    expect(await statuses('/api/v3/ping')).toEqual(atFirstOnly);
  });

  it('refuses to start when one of its ports is taken, and keeps none of the others', async () => {
    const { venue } = venueOf();
    const taken = Number(new URL(venue.origins.upbit).port);
    const other = await openVenue();
    const freed = Number(new URL(other.origins.bithumb).port);
    await other.close();
    const ports = { bithumb: freed, upbit: taken };
    await expect(openVenue({ ports })).rejects.toThrow('EADDRINUSE');
    const third = await openVenue({ ports: { bithumb: freed } });
    expect(third.origins.bithumb).toContain(String(freed));
    await third.close();
  });
});
