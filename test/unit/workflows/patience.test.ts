import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { unfilled } from '../../../src/domain/progress.js';
import { Patience } from '../../../workflows/patience.js';

const POLL_MS = 10_000;
const resting = unfilled('NEW', { exchangeOrderId: '1' });
const unknown = unfilled('UNKNOWN');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('asks ever more rarely for an order whose state is unclear, and at once again when it changes', () => {
  const patience = new Patience(POLL_MS);
  const pauses = Array.from({ length: 26 }, () => {
    const pause = patience.pauseAfter(unknown);
    patience.note(unknown, unknown);
    return pause;
  });
  expect(pauses.slice(0, 6)).toEqual([250, 500, 1_000, 2_000, 3_000, 3_000]);
  expect(pauses.slice(23)).toEqual([3_000, POLL_MS, POLL_MS]);
  patience.note(unknown, resting);
  expect(patience.pauseAfter({ ...resting, isIncomplete: true })).toBe(250);
});

it('waits a poll interval for a resting order, and half an hour while its account is compared', () => {
  const patience = new Patience(POLL_MS);
  expect(patience.pauseAfter(resting)).toBe(POLL_MS);
  const pause = patience.pauseAfter({ ...resting, isSynced: true });
  expect(pause).toBeGreaterThanOrEqual(1_440_000);
  expect(pause).toBeLessThanOrEqual(2_160_000);
});

it('waits as long as it was asked to before an order is sent again', () => {
  const patience = new Patience(POLL_MS);
  expect(patience.pauseAfter(unfilled('PENDING', { retryAfterMs: 4_321 }))).toBe(4_321);
});

it('lets fills be inferred when they have been missing for a minute, also over several runs', () => {
  const patience = new Patience(POLL_MS);
  const incomplete = { ...resting, isIncomplete: true };
  expect(patience.mayInfer).toBe(false);
  patience.note(resting, incomplete);
  vi.advanceTimersByTime(60_000);
  patience.note(incomplete, incomplete);
  expect(patience.mayInfer).toBe(false);
  vi.advanceTimersByTime(1);
  expect(patience.mayInfer).toBe(true);
  expect(new Patience(POLL_MS, patience.incompleteSince).mayInfer).toBe(true);
  patience.note(incomplete, resting);
  expect(patience.mayInfer).toBe(false);
});
