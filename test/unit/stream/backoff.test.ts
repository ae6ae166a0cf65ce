import { describe, expect, it } from 'vitest';
import { Backoff } from '../../../src/stream/backoff.js';

const NOW = 100_000;

describe('Backoff', () => {
  it('lets the first attempt after a loss come at once', () => {
    const backoff = new Backoff();
    backoff.lost(NOW - 60_000, NOW);
    expect(backoff.retryAt).toBeLessThanOrEqual(NOW);
  });

  it('doubles the pause with each failure, up to ten seconds', () => {
    const backoff = new Backoff();
    const pauses = Array.from({ length: 12 }, () => {
      backoff.failed(NOW);
      return backoff.retryAt - NOW;
    });
    pauses.forEach((pause, index) => {
      const longest = Math.min(200 * 2 ** index, 10_000);
      expect(pause).toBeGreaterThanOrEqual(longest / 2);
      expect(pause).toBeLessThanOrEqual(longest);
    });
  });

  it('takes connections that are cut again and again for failed attempts', () => {
    const backoff = new Backoff();
    backoff.lost(NOW - 50, NOW);
    expect(backoff.retryAt).toBeLessThanOrEqual(NOW);
    for (let time = 0; time < 8; time += 1) backoff.lost(NOW - 50, NOW);
    expect(backoff.retryAt - NOW).toBeGreaterThanOrEqual(5_000);
  });

  it('waits at least as long as the exchange asks, but about ten minutes at most', () => {
    for (const [asked, least] of [
      [30_000, 30_000],
      [86_400_000, 600_000],
    ] as const) {
      const backoff = new Backoff();
      backoff.refused({ retryAfterMs: asked, isTooOften: true }, NOW);
      expect(backoff.retryAt - NOW).toBeGreaterThanOrEqual(least);
      expect(backoff.retryAt - NOW).toBeLessThanOrEqual(least * 1.1);
    }
  });

  it('waits longer each time when it came too often and nobody says how long', () => {
    const backoff = new Backoff();
    for (const least of [10_000, 20_000, 40_000, 80_000, 120_000, 120_000]) {
      backoff.refused({ retryAfterMs: null, isTooOften: true }, NOW);
      expect(backoff.retryAt - NOW).toBeGreaterThanOrEqual(least);
      expect(backoff.retryAt - NOW).toBeLessThanOrEqual(least * 1.1);
    }
    backoff.reset();
    backoff.refused({ retryAfterMs: null, isTooOften: true }, NOW);
    expect(backoff.retryAt - NOW).toBeLessThanOrEqual(11_000);
  });

  it('takes any other refusal, or one that may be tried again at once, for a failure', () => {
    for (const refusal of [
      { retryAfterMs: null, isTooOften: false },
      { retryAfterMs: 0, isTooOften: true },
    ]) {
      const backoff = new Backoff();
      backoff.refused(refusal, NOW);
      expect(backoff.failures).toBe(1);
      expect(backoff.retryAt - NOW).toBeGreaterThanOrEqual(100);
      expect(backoff.retryAt - NOW).toBeLessThanOrEqual(200);
    }
  });

  it('begins anew after a connection that lasted', () => {
    const backoff = new Backoff();
    for (let time = 0; time < 5; time += 1) backoff.failed(NOW);
    backoff.lost(NOW - 10_000, NOW);
    expect(backoff.failures).toBe(0);
    expect(backoff.retryAt).toBeLessThanOrEqual(NOW);
  });
});
