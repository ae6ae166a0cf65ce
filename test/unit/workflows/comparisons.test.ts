import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SyncReport } from '../../../src/domain/sync-report.js';
import { Comparisons, type Consequences } from '../../../workflows/comparisons.js';

const INTERVAL_MS = 10_000;
const good: SyncReport = { inserted: [], updated: [], resolved: [] };
const failed: SyncReport = { ...good, problem: 'no answer' };
const postponed: SyncReport = { ...failed, postponedForMs: 2_000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function compare(comparisons: Comparisons, report: SyncReport): Consequences {
  return comparisons.end(comparisons.begin(), report);
}

/** An account that has had its first comparison, which nobody needs to ask for. */
function started(): Comparisons {
  const comparisons = new Comparisons(INTERVAL_MS);
  compare(comparisons, good);
  return comparisons;
}

it('is due at the start, after each interval and when somebody asks', () => {
  const comparisons = new Comparisons(INTERVAL_MS);
  expect(comparisons.isDue).toBe(true);
  compare(comparisons, good);
  expect([comparisons.isDue, comparisons.waitMs]).toEqual([false, INTERVAL_MS]);
  vi.advanceTimersByTime(INTERVAL_MS);
  expect(comparisons.isDue).toBe(true);
  compare(comparisons, good);
  comparisons.ask();
  expect(comparisons.isDue).toBe(true);
});

it('answers who asked before a comparison began, not who asked meanwhile', () => {
  const comparisons = started();
  const early = comparisons.ask();
  const round = comparisons.begin();
  const late = comparisons.ask();
  comparisons.end(round, good);
  expect([comparisons.isAnswered(early), comparisons.isAnswered(late)]).toEqual([true, false]);
  expect(comparisons.isWanted).toBe(true);
});

it('scans the fills with each fourth comparison, and with each that was asked for', () => {
  const comparisons = new Comparisons(INTERVAL_MS);
  const scans = Array.from({ length: 9 }, () => compare(comparisons, good).isScanning);
  expect(scans).toEqual([true, false, false, false, true, false, false, false, true]);
  comparisons.ask();
  expect(compare(comparisons, good).isScanning).toBe(true);
});

it('has the orders ask for themselves at the second failure in a row, once', () => {
  const comparisons = started();
  const waking = [failed, good, failed, failed, failed].map(
    (report) => compare(comparisons, report).isWaking,
  );
  expect(waking).toEqual([false, false, false, true, false]);
});

it('counts from the last good comparison for how long it has been failing', () => {
  const comparisons = started();
  vi.advanceTimersByTime(3_000);
  compare(comparisons, failed);
  vi.advanceTimersByTime(4_000);
  expect(comparisons.failingForMs).toBe(7_000);
  compare(comparisons, good);
  expect(comparisons.failingForMs).toBe(0);
});

it('takes a postponed comparison for no failure, and makes its scan up later', () => {
  const comparisons = started();
  comparisons.ask();
  expect(compare(comparisons, postponed)).toEqual({
    isWaking: false,
    isScanning: false,
    isMade: false,
  });
  expect(comparisons.waitMs).toBe(2_000);
  expect(compare(comparisons, good)).toMatchObject({ isScanning: true, isMade: true });
});
