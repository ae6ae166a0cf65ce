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

  it('begins anew after a connection that lasted', () => {
    const backoff = new Backoff();
    for (let time = 0; time < 5; time += 1) backoff.failed(NOW);
    backoff.lost(NOW - 10_000, NOW);
    expect(backoff.failures).toBe(0);
    expect(backoff.retryAt).toBeLessThanOrEqual(NOW);
  });
});
