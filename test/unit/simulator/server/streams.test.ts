import { describe, expect, it } from 'vitest';
import { eventually } from '../../../kit/eventually.js';
import { openFuturesStream, openSpotStream } from '../../../kit/simulator/binance.js';
import { openVenue, testVenue, useVenue } from '../../../kit/simulator/venue.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the life of a stream connection', () => {
  const venueOf = useVenue();

  it('can be cut short, also for those already open, and ends with a close frame', async () => {
    const { venue, control } = venueOf();
    const spot = await openSpotStream(venue);
    const futures = await openFuturesStream(venue);
    const limited = await control.post('stream/life', { market: 'spot', ms: 1 });
    expect(limited).toMatchObject({ streamLifeMs: { spot: 1, futures: DAY_MS } });
    await eventually('the close', () => spot.isClosed);
    // 1006 would be a connection that broke off without one.
    expect(spot.closeCode).toBe(1000);
    expect(futures.isClosed).toBe(false);

    await control.post('stream/life', { ms: DAY_MS });
    const next = await openSpotStream(venue);
    expect(next.isClosed).toBe(false);
    next.socket.close();
    futures.socket.close();
  });

  it('can be set from the start', async () => {
    const venue = await openVenue({ streamLifeMs: 200 });
    const stream = await openFuturesStream(venue);
    await eventually('the close', () => stream.isClosed);
    expect(stream.closeCode).toBe(1000);
    const again = await openFuturesStream(venue);
    expect(again.isClosed).toBe(false);
    await testVenue(venue).control.post('stream/life', { ms: DAY_MS });
    again.socket.close();
    await venue.close();
  });
});
