import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayTake, mustGiveUp } from '../../../src/stream/share.js';

describe('the fair share of a stream worker', () => {
  it('is everything while there is no other worker', () => {
    expect(mayTake(1_000, [])).toBe(true);
    expect(mustGiveUp(1_000, [])).toBe(false);
  });

  it('grows unless another worker holds fewer', () => {
    expect(mayTake(2, [2, 3])).toBe(true);
    expect(mayTake(2, [1, 3])).toBe(false);
  });

  it('shrinks when another worker holds two fewer', () => {
    expect(mustGiveUp(3, [2, 9])).toBe(false);
    expect(mustGiveUp(3, [1, 9])).toBe(true);
  });

  it('becomes even, and then stays as it is, from any distribution', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), (start) => {
        const held = [...start];
        const others = (worker: number) => held.filter((_, index) => index !== worker);
        const givers = () => held.findIndex((count, worker) => mustGiveUp(count, others(worker)));
        for (let giver = givers(); giver >= 0; giver = givers()) {
          held[giver]! -= 1;
          const taker = held.findIndex((count, worker) => mayTake(count, others(worker)));
          expect(taker).not.toBe(giver);
          held[taker]! += 1;
        }
        expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
