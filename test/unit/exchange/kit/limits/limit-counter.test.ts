import { describe, expect, it } from 'vitest';
import { resetOfWindow } from '../../../../../src/exchange/kit/limits/clock-windows.js';
import { LimitCounter } from '../../../../../src/exchange/kit/limits/limit-counter.js';
import type { LimitReading } from '../../../../../src/exchange/kit/limits/limits.js';
import { NOON } from './answers.js';
import { MINUTE } from './budgets.js';

function counterOf(limit = 100, windowMs = MINUTE, now = NOON): LimitCounter {
  return new LimitCounter(limit, windowMs, now);
}

function reading(used: number, resetsAt: number, limit = 100): LimitReading {
  return { scope: 'address', group: 'weight', windowMs: MINUTE, limit, used, resetsAt };
}

describe('LimitCounter', () => {
  it('counts calls before they are sent: no burst outruns the first answer', () => {
    const counter = counterOf();
    let admitted = 0;
    while (counter.fits(4, 0.9, NOON)) {
      counter.reserve(4, NOON);
      admitted += 1;
    }
    expect(admitted).toBe(22);
    expect(counter.used(NOON)).toBe(88);
  });

  it('believes the answer instead of what was expected of the call', () => {
    const counter = counterOf();
    const end = counter.reserve(20, NOON);
    counter.learn(reading(3, NOON + MINUTE), NOON + 1);
    end();
    expect(counter.used(NOON + 2)).toBe(3);
  });

  it('counts a call whose answer says nothing of the limit', () => {
    const counter = counterOf();
    counter.reserve(20, NOON)();
    expect(counter.used(NOON + 1)).toBe(20);
    counter.learn(reading(25, NOON + MINUTE), NOON + 2);
    expect(counter.used(NOON + 3)).toBe(25);
  });

  it('knows that answers overtake one another', () => {
    const counter = counterOf();
    counter.learn(reading(40, NOON + MINUTE), NOON + 1);
    counter.learn(reading(36, NOON + MINUTE), NOON + 2);
    expect(counter.used(NOON + 3)).toBe(40);
  });

  it('begins anew with each window, but for the calls that are under way', () => {
    const counter = counterOf();
    counter.learn(reading(90, NOON + MINUTE), NOON + 1);
    counter.reserve(4, NOON + 59_000);
    expect(counter.used(NOON + 59_999)).toBe(94);
    expect(counter.used(NOON + MINUTE)).toBe(4);
    expect(counter.resetsAt(NOON + MINUTE)).toBe(NOON + 2 * MINUTE);
  });

  it('leaves calls to a window of a second that they were sent in', () => {
    const counter = counterOf(8, 1_000);
    const ends = Array.from({ length: 8 }, () => counter.reserve(1, NOON + 900));
    expect(counter.fits(1, 1, NOON + 950)).toBe(false);
    expect(counter.used(NOON + 1_000)).toBe(0);
    ends.forEach((end) => end());
    expect(counter.used(NOON + 1_001)).toBe(0);
  });

  it('does not take an answer of the window before for one of this', () => {
    const counter = counterOf();
    counter.learn(reading(5, NOON + MINUTE), NOON + 1);
    expect(counter.used(NOON + MINUTE)).toBe(0);
    counter.learn(reading(95, NOON + MINUTE), NOON + MINUTE + 50);
    expect(counter.used(NOON + MINUTE + 51)).toBe(0);
  });

  it('goes by the exchange’s windows, where its clock differs from ours', () => {
    const counter = counterOf();
    // It is ten seconds to the full minute there.
    const date = new Date(NOON + 50_000).toUTCString();
    const resetsAt = resetOfWindow(MINUTE, date, NOON + 1);
    expect(resetsAt).toBe(NOON + 10_001);
    counter.learn(reading(95, resetsAt), NOON + 1);
    expect(counter.fits(4, 0.9, NOON + 10_000)).toBe(false);
    expect(counter.fits(4, 0.9, NOON + 10_001)).toBe(true);
    expect(counter.resetsAt(NOON + 10_001)).toBe(resetsAt + MINUTE);
  });

  it('takes a call of any size in a window that nobody has used, but none above the limit', () => {
    const counter = counterOf();
    expect(counter.fits(80, 0.7, NOON)).toBe(true);
    expect(counter.fits(101, 0.7, NOON)).toBe(false);
    counter.reserve(1, NOON);
    expect(counter.fits(80, 0.7, NOON)).toBe(false);
  });

  it('takes over the limit that an answer names', () => {
    const counter = counterOf();
    counter.learn(reading(95, NOON + MINUTE, 200), NOON + 1);
    expect(counter.fits(80, 0.9, NOON + 2)).toBe(true);
  });
});
