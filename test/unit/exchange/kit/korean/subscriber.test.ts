import { afterEach, describe, expect, it, vi } from 'vitest';
import { Subscriber } from '../../../../../src/exchange/kit/korean/subscriber.js';

afterEach(() => {
  vi.useRealTimers();
});

describe('a subscriber', () => {
  it('sends no faster than the exchange takes it, and the latest list in the end', async () => {
    vi.useFakeTimers();
    const sent: { at: number; codes: readonly string[] }[] = [];
    const subscriber = new Subscriber((codes) => sent.push({ at: Date.now(), codes }));
    const lists = Array.from({ length: 200 }, (_, index) => [`KRW-${index}`]);
    const done = lists.map((codes) => subscriber.subscribe(codes));
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all(done);
    expect(sent.at(-1)?.codes).toEqual(['KRW-199']);
    expect(sent.length).toBeLessThan(4);
    const oneByOne = async () => {
      for (const codes of lists) await subscriber.subscribe(codes);
    };
    const all = oneByOne();
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    await all;
    expect(sent.at(-1)?.codes).toEqual(['KRW-199']);
    for (const { at } of sent) {
      const within = (ms: number) => sent.filter((other) => other.at >= at && other.at < at + ms);
      expect(within(1_000).length).toBeLessThanOrEqual(5);
      expect(within(60_000).length).toBeLessThanOrEqual(80);
    }
  });

  it('waits for nobody once the connection is gone', async () => {
    const sent: (readonly string[])[] = [];
    const subscriber = new Subscriber((codes) => sent.push(codes));
    for (const code of ['A', 'B', 'C']) await subscriber.subscribe([code]);
    const waiting = subscriber.subscribe(['D']);
    subscriber.stop();
    await waiting;
    await subscriber.subscribe(['E']);
    expect(sent).toEqual([['A'], ['B'], ['C']]);
  });
});
