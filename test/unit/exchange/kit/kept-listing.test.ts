import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { row } from './listing-rows.js';
import { ScriptedListing } from './scripted-listing.js';

const BOUND_MS = 5_001;
const html = new ExchangeFailure('somewhere: a page of HTML', 'unreadable');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function loaded(...rows: unknown[]): Promise<ScriptedListing> {
  const listing = new ScriptedListing(...rows);
  await listing.ready();
  return listing;
}

describe('renewing a listing', () => {
  it('asks at most once in five seconds, however many want it', async () => {
    const listing = await loaded(row('BTCUSDT'));
    await Promise.all(Array.from({ length: 100 }, () => listing.renew()));
    expect(listing.timesAsked).toBe(1);
    vi.advanceTimersByTime(BOUND_MS);
    await Promise.all(Array.from({ length: 100 }, () => listing.renew()));
    expect(listing.timesAsked).toBe(2);
  });

  it('asks no more often when that fails, and keeps what is known', async () => {
    const listing = await loaded(row('BTCUSDT'));
    listing.failure = html;
    vi.advanceTimersByTime(BOUND_MS);
    for (let time = 1; time <= 10; time += 1) await expect(listing.renew()).rejects.toBe(html);
    expect(listing.timesAsked).toBe(2);
    expect(await listing.rulesFor('BTC/USDT')).not.toBeNull();
    expect(listing.symbolOf('BTCUSDT')).toBe('BTC/USDT');
  });

  it('is tried at once while nothing is known at all', async () => {
    const listing = new ScriptedListing(row('BTCUSDT'));
    listing.failure = html;
    await expect(listing.rulesFor('BTC/USDT')).rejects.toBe(html);
    listing.failure = undefined;
    expect(await listing.rulesFor('BTC/USDT')).not.toBeNull();
  });

  it('brings a market that was listed meanwhile', async () => {
    const listing = await loaded(row('BTCUSDT'));
    listing.rows = [row('BTCUSDT'), row('NEWUSDT')];
    expect(await listing.rulesFor('NEW/USDT')).toBeNull();
    vi.advanceTimersByTime(BOUND_MS);
    expect(await listing.rulesFor('NEW/USDT')).not.toBeNull();
  });

  it('leaves an unlisted market to the exchange when that cannot be asked', async () => {
    const listing = await loaded(row('BTCUSDT'));
    listing.failure = html;
    vi.advanceTimersByTime(BOUND_MS);
    for (const symbol of ['NEW/USDT', 'NEW/USDT', 'OTHER/USDT']) {
      await expect(listing.rulesFor(symbol)).rejects.toBe(html);
    }
    expect(listing.timesAsked).toBe(2);
  });
});

describe('rules that are not readable', () => {
  it('are no reason to refuse an order: they are not available', async () => {
    const listing = await loaded(row('ABCUSDT', { tick: undefined }));
    await expect(listing.rulesFor('ABC/USDT')).rejects.toMatchObject({ origin: 'unreadable' });
    expect(listing.symbolOf('ABCUSDT')).toBe('ABC/USDT');
    expect(listing.knownIdOf('ABC/USDT')).toBe('ABCUSDT');
  });

  it('are reported once, not on each load', async () => {
    const listing = await loaded(row('ABCUSDT', { tick: undefined }), { odd: true });
    expect(listing.problems).toHaveLength(2);
    for (let time = 1; time <= 3; time += 1) {
      vi.advanceTimersByTime(BOUND_MS);
      await listing.renew();
    }
    expect(listing.timesAsked).toBe(4);
    expect(listing.problems).toHaveLength(2);
  });
});

describe('a market that is no longer listed', () => {
  const odd = row('BTCPERP', { base: 'BTC', quote: 'USDC' });

  it('takes no orders, but keeps its id', async () => {
    const listing = await loaded(odd, row('ETHUSDT'));
    listing.rows = [row('ETHUSDT')];
    vi.advanceTimersByTime(BOUND_MS);
    await listing.renew();
    expect(await listing.rulesFor('BTC/USDC')).toBeNull();
    expect(listing.lists('BTC/USDC')).toBe(false);
    expect(listing.symbolOf('BTCPERP')).toBe('BTC/USDC');
    expect(listing.knownIdOf('BTC/USDC')).toBe('BTCPERP');
  });

  it('is known to a process that started later, by orders of ours', async () => {
    const listing = await loaded(row('ETHUSDT'));
    expect(listing.symbolOf('OLDUSDT')).toBeUndefined();
    listing.remember(['OLD/USDT', 'ETH/USDT']);
    expect(listing.symbolOf('OLDUSDT')).toBe('OLD/USDT');
    expect(listing.lists('OLD/USDT')).toBe(false);
  });

  it('gives way to whatever the exchange lists now', async () => {
    const listing = await loaded(row('BTCUSDT', { base: 'BTC', quote: 'USDC' }));
    listing.rows = [odd, row('BTCUSDT')];
    vi.advanceTimersByTime(BOUND_MS);
    await listing.renew();
    expect(listing.symbolOf('BTCUSDT')).toBe('BTC/USDT');
    expect(listing.knownIdOf('BTC/USDC')).toBe('BTCPERP');
  });
});

describe('looking for an id', () => {
  it('asks for the listing from then on, as soon as it may', async () => {
    const listing = await loaded(row('BTCUSDT'));
    listing.rows = [row('NEWUSDT')];
    const found = listing.find('NEWUSDT');
    expect(listing.timesAsked).toBe(1);
    await vi.advanceTimersByTimeAsync(BOUND_MS);
    expect(await found).toBe('NEW/USDT');
    expect(listing.timesAsked).toBe(2);
  });

  it('is not repeated for half a minute when the id is absent', async () => {
    const listing = await loaded(row('BTCUSDT'));
    vi.advanceTimersByTime(BOUND_MS);
    expect(await listing.find('NEWUSDT')).toBeUndefined();
    listing.rows = [row('NEWUSDT')];
    vi.advanceTimersByTime(20_000);
    expect(await listing.find('NEWUSDT')).toBeUndefined();
    expect(listing.timesAsked).toBe(2);
    vi.advanceTimersByTime(20_000);
    expect(await listing.find('NEWUSDT')).toBe('NEW/USDT');
  });
});
