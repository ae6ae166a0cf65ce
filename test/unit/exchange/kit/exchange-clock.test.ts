import { describe, expect, it, vi } from 'vitest';
import { ExchangeClock } from '../../../../src/exchange/kit/exchange-clock.js';

const TEN_MINUTES = 600_000;

function isNear(left: number, right: number): boolean {
  return Math.abs(left - right) < 5_000;
}

describe('ExchangeClock', () => {
  it('is ours until it has learned, and takes the middle of question and answer', async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    try {
      const clock = new ExchangeClock(() => {
        vi.setSystemTime(1_000_400);
        return Promise.resolve(1_600_200);
      });
      expect(clock.now()).toBe(1_000_000);
      expect(await clock.learnAfter(clock.version)).toBe(true);
      expect(clock.now()).toBe(1_000_400 + 600_000);
    } finally {
      vi.useRealTimers();
    }
  });

  it('asks once for those refused together, and not for what was signed before', async () => {
    let asked = 0;
    const clock = new ExchangeClock(() => Promise.resolve(Date.now() + (asked += 1)));
    const { version } = clock;
    await Promise.all([1, 2, 3].map(() => clock.learnAfter(version)));
    expect(await clock.learnAfter(version)).toBe(true);
    expect(asked).toBe(1);
    await clock.learnAfter(clock.version);
    expect(asked).toBe(2);
  });

  it('stays as it is when the exchange does not name its time, and asks again later', async () => {
    const answers = [Promise.reject(new Error('away')), Promise.resolve(Date.now() + TEN_MINUTES)];
    const clock = new ExchangeClock(() => answers.shift()!);
    expect(await clock.learnAfter(0)).toBe(false);
    expect(isNear(clock.now(), Date.now())).toBe(true);
    expect(await clock.learnAfter(0)).toBe(true);
    expect(isNear(clock.now(), Date.now() + TEN_MINUTES)).toBe(true);
  });
});
