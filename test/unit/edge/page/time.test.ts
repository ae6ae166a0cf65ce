// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ago,
  clockTime,
  isToday,
  isWithinADay,
  refreshRelativeTimes,
  relativeTime,
} from '../../../../src/edge/page/time.js';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const before = (seconds: number) => new Date(NOW - seconds * 1_000).toISOString();

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

describe('how long ago an instant was', () => {
  it.each([
    [-5, 'now'],
    [1.9, 'now'],
    [2, '2 s ago'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [3_599, '59 min ago'],
    [3_600, '1 h ago'],
    [86_399, '23 h ago'],
    [86_400, '1 d ago'],
    [90 * 86_400, '90 d ago'],
  ])('%d seconds read as %s', (seconds, words) => {
    expect(ago(before(seconds))).toBe(words);
  });

  it('grows on the page while a time of day stays', () => {
    const clock = clockTime(before(10));
    document.body.append(relativeTime(before(10)), clock);
    const fixed = clock.textContent;
    vi.setSystemTime(NOW + 60_000);
    refreshRelativeTimes();
    const texts = [...document.querySelectorAll('time')].map((time) => time.textContent);
    expect(texts).toEqual(['1 min ago', fixed]);
  });
});

describe('a day', () => {
  it('is the calendar’s for what counts as today', () => {
    expect(isToday(before(60))).toBe(true);
    expect(isToday(before(2 * 86_400))).toBe(false);
  });

  it('is 24 hours for what leaves the page', () => {
    expect(isWithinADay(before(86_399))).toBe(true);
    expect(isWithinADay(before(86_400))).toBe(false);
  });
});
