import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExchangeFailure } from '../../../../src/exchange/failure.js';
import { HeldFrames } from '../../../../src/exchange/kit/held-frames.js';
import { row } from './listing-rows.js';
import { ScriptedListing } from './scripted-listing.js';

const BOUND_MS = 5_001;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Frame {
  readonly market: string;
  readonly number: number;
}

/** A stream over a listing, and what has been read of its frames. */
async function streamOver(...rows: unknown[]) {
  const listing = new ScriptedListing(...rows);
  await listing.ready();
  vi.advanceTimersByTime(BOUND_MS);
  const read: string[] = [];
  const problems: string[] = [];
  const held = new HeldFrames<Frame>(
    'somewhere',
    listing,
    { onUnreadable: (problem) => void problems.push(problem) },
    (frame) => push(frame),
  );
  const push = (frame: Frame): void => {
    held.readOrHold(frame, (symbolOf) => {
      const symbol = symbolOf(frame.market);
      if (symbol !== undefined) read.push(`${symbol} ${frame.number}`);
    });
  };
  return { listing, read, problems, push };
}

describe('frames of a market that is not listed', () => {
  it('are read in order once it is, and frames of others do not wait', async () => {
    const { listing, read, problems, push } = await streamOver(row('BTCUSDT'));
    listing.rows = [row('BTCUSDT'), row('NEWUSDT')];
    push({ market: 'NEWUSDT', number: 1 });
    push({ market: 'BTCUSDT', number: 2 });
    push({ market: 'NEWUSDT', number: 3 });
    expect(read).toEqual(['BTC/USDT 2']);
    await vi.advanceTimersByTimeAsync(0);
    push({ market: 'NEWUSDT', number: 4 });
    expect(read).toEqual(['BTC/USDT 2', 'NEW/USDT 1', 'NEW/USDT 3', 'NEW/USDT 4']);
    expect(listing.timesAsked).toBe(2);
    expect(problems).toEqual([]);
  });

  it('wait while the listing cannot be read', async () => {
    const { listing, read, problems, push } = await streamOver(row('BTCUSDT'));
    listing.failure = new ExchangeFailure('somewhere: a page of HTML', 'unreadable');
    push({ market: 'NEWUSDT', number: 1 });
    await vi.advanceTimersByTimeAsync(2 * BOUND_MS);
    expect(listing.timesAsked).toBe(4);
    listing.failure = undefined;
    listing.rows = [row('NEWUSDT')];
    push({ market: 'NEWUSDT', number: 2 });
    await vi.advanceTimersByTimeAsync(BOUND_MS);
    expect(read).toEqual(['NEW/USDT 1', 'NEW/USDT 2']);
    expect(problems).toEqual([]);
  });

  it('are reported once, and left out, if it stays unlisted', async () => {
    const { listing, read, problems, push } = await streamOver(row('BTCUSDT'));
    for (let number = 1; number <= 5; number += 1) {
      push({ market: 'NOPEUSDT', number });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(read).toEqual([]);
    expect(problems).toEqual([
      'somewhere: NOPEUSDT is not listed, so messages about orders there are left out',
    ]);
    expect(listing.timesAsked).toBe(2);
  });

  it('of a contract that is no market are told once, and no reason to ask', async () => {
    const dated = row('BTCUSDT_261225', { isMarket: false });
    const { listing, read, problems, push } = await streamOver(row('BTCUSDT'), dated);
    for (const number of [1, 2]) push({ market: 'BTCUSDT_261225', number });
    await vi.advanceTimersByTimeAsync(BOUND_MS);
    expect({ read, problems, timesAsked: listing.timesAsked }).toEqual({
      read: [],
      problems: [],
      timesAsked: 1,
    });
    expect(listing.problems).toHaveLength(1);
    expect(listing.problems[0]).toContain('orders in BTCUSDT_261225 are not tracked');
  });
});
