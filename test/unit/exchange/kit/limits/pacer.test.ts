import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../../../src/exchange/kit/limits/pacer.js';

const EARN_MS = 1_000;
const AHEAD_MS = 3_000;

describe('Pacer', () => {
  it('lets calls run ahead, then gives each of the others its own turn', () => {
    const pacer = new Pacer();
    const waits = ['a', 'b', 'c', 'd', 'e'].map((who) => {
      const wait = pacer.waitFor(who, EARN_MS, AHEAD_MS, 0);
      if (wait === 0) pacer.spend(who, EARN_MS, 0);
      return wait;
    });
    expect(waits).toEqual([0, 0, 0, 1_000, 2_000]);
  });

  it('keeps a turn for whoever asks again, and lets nobody else have it', () => {
    const pacer = new Pacer();
    const ask = (who: string, now: number): number => pacer.waitFor(who, EARN_MS, EARN_MS, now);
    pacer.spend('a', EARN_MS, 0);
    expect(ask('b', 0)).toBe(1_000);
    expect(ask('b', 400)).toBe(600);
    expect(ask('c', 1_000)).toBe(1_000);
    expect(ask('b', 1_000)).toBe(0);
    pacer.spend('b', EARN_MS, 1_000);
    expect(ask('b', 1_000)).toBe(2_000);
  });

  it('forgets what was earned long ago: quiet hours are no licence for a burst', () => {
    const pacer = new Pacer();
    const hour = 3_600_000;
    let made = 0;
    while (pacer.waitFor(`call ${made}`, EARN_MS, AHEAD_MS, hour) === 0) {
      pacer.spend(`call ${made}`, EARN_MS, hour);
      made += 1;
    }
    expect(made).toBe(3);
  });
});
