import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { placeRows } from '../../../../src/exchange/kit/market-rows.js';
import { row } from './listing-rows.js';
import { ScriptedListing } from './scripted-listing.js';

const what = { exchange: 'somewhere', call: 'GET orders' };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function placed(listing: ScriptedListing, ids: readonly string[]) {
  const problems: string[] = [];
  const rows = await placeRows(
    what,
    ids,
    (id) => id,
    listing,
    (problem) => problems.push(problem),
  );
  return { symbols: rows.map(({ symbol }) => symbol), problems };
}

describe('rows of a list of orders', () => {
  it('of a market that was listed meanwhile are found by asking once', async () => {
    const listing = new ScriptedListing(row('BTCUSDT'));
    await listing.ready();
    vi.advanceTimersByTime(10_000);
    listing.rows = [row('BTCUSDT'), row('NEWUSDT'), row('NEXTUSDT')];
    const { symbols, problems } = await placed(listing, ['NEWUSDT', 'BTCUSDT', 'NEXTUSDT']);
    expect(symbols).toEqual(['NEW/USDT', 'BTC/USDT', 'NEXT/USDT']);
    expect(problems).toEqual([]);
    expect(listing.timesAsked).toBe(2);
  });

  it.each([
    ['stays unlisted', undefined],
    ['cannot be looked for', new ExchangeFailure('somewhere: HTTP 503', 'answer')],
  ])('of a market that %s are reported, and the others are found', async (_, failure) => {
    const listing = new ScriptedListing(row('BTCUSDT'));
    await listing.ready();
    vi.advanceTimersByTime(10_000);
    listing.failure = failure;
    const { symbols, problems } = await placed(listing, ['NOPEUSDT', 'BTCUSDT', 'NOPEUSDT']);
    expect(symbols).toEqual(['BTC/USDT']);
    expect(problems).toEqual([
      'somewhere GET orders: an order is in NOPEUSDT, which the exchange does not list',
    ]);
  });

  it('of a contract that is no market are told once, without asking', async () => {
    const listing = new ScriptedListing(row('BTCUSDT'), row('BTC-26MAR27', { isMarket: false }));
    await listing.ready();
    vi.advanceTimersByTime(10_000);
    for (let time = 1; time <= 2; time += 1) {
      expect(await placed(listing, ['BTC-26MAR27'])).toEqual({ symbols: [], problems: [] });
    }
    expect(listing.timesAsked).toBe(1);
    expect(listing.problems).toHaveLength(1);
  });
});
