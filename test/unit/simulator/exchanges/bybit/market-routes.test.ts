import { describe, expect, it } from 'vitest';
import type { BybitAnswer, BybitItem } from '../../../../kit/simulator/bybit.js';
import { useVenue } from '../../../../kit/simulator/venue.js';

const venueOf = useVenue();

describe('what anybody may ask', () => {
  const open = async (path: string): Promise<BybitAnswer & { time: number }> =>
    (await fetch(venueOf().venue.origins.bybit + path)).json() as never;

  it('states the time beside every answer', async () => {
    const answer = await open('/v5/market/time');
    expect(Math.abs(answer.time - Date.now())).toBeLessThan(1000);
    expect(answer.result.timeSecond).toBe(String(Math.floor(answer.time / 1000)));
  });

  it('lists contracts page by page', async () => {
    const path = '/v5/market/instruments-info?category=linear&limit=3';
    const first = (await open(path)).result;
    const second = (await open(`${path}&cursor=${first.nextPageCursor}`)).result;
    const symbols = [...first.list, ...second.list].map((each: BybitItem) => each['symbol']);
    expect(symbols).toEqual(['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT']);
    expect(second.nextPageCursor).toBe('');
    expect(first.list[0].lotSizeFilter).toMatchObject({ qtyStep: '0.001', minNotionalValue: '5' });
  });

  it('lists nothing that is about to be listed', async () => {
    const path = '/v5/market/instruments-info?category=linear&status=PreLaunch';
    expect((await open(path)).result).toMatchObject({ list: [], nextPageCursor: '' });
  });

  it('has no other paths', async () => {
    const { status } = await fetch(`${venueOf().venue.origins.bybit}/v5/nothing`);
    expect(status).toBe(404);
  });
});
