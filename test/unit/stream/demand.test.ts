import { describe, expect, it } from 'vitest';
import { Demand } from '../../../src/stream/demand.js';

const LINGER_MS = 1_000;
const counts = (...symbols: string[]) => new Map(symbols.map((symbol) => [symbol, 1]));

/** An account that was taken over long ago. */
const settled = () => new Demand(LINGER_MS, -10 * LINGER_MS);

describe('Demand', () => {
  it('needs nothing while no order refers to the account', () => {
    expect(settled().isWanted(0)).toBe(false);
    expect(settled().markets(0)).toEqual([]);
  });

  it('needs a market from its first order on, and does not change with the second', () => {
    const demand = settled();
    demand.note(counts('BTC/USDT'), 0);
    const first = demand.markets(0);
    demand.note(new Map([['BTC/USDT', 2]]), 1);
    expect(first).toEqual(['BTC/USDT']);
    expect(demand.markets(1)).toEqual(first);
    expect(demand.isWanted(1)).toBe(true);
  });

  it('keeps a market while one of two orders is left', () => {
    const demand = settled();
    demand.note(new Map([['BTC/USDT', 2]]), 0);
    demand.note(new Map([['BTC/USDT', 1]]), 1);
    expect(demand.markets(1 + 100 * LINGER_MS)).toEqual(['BTC/USDT']);
    expect(demand.lingering(1)).toEqual([]);
  });

  it('keeps a market for a linger after its last order, and no longer', () => {
    const demand = settled();
    demand.note(counts('BTC/USDT'), 0);
    demand.note(counts(), 500);
    expect(demand.lingering(500)).toEqual(['BTC/USDT']);
    expect(demand.nextChangeAt(500)).toBe(500 + LINGER_MS);
    expect(demand.markets(499 + LINGER_MS)).toEqual(['BTC/USDT']);
    expect(demand.markets(500 + LINGER_MS)).toEqual([]);
    expect(demand.isWanted(500 + LINGER_MS)).toBe(false);
  });

  it('forgets that a market lingers when it has an order again', () => {
    const demand = settled();
    demand.note(counts('BTC/USDT'), 0);
    demand.note(counts(), 1);
    demand.note(counts('BTC/USDT'), 2);
    expect(demand.markets(100 * LINGER_MS)).toEqual(['BTC/USDT']);
  });

  it('lists several markets in the same order whichever came first', () => {
    const [one, other] = [settled(), settled()];
    one.note(counts('ETH/KRW', 'BTC/KRW'), 0);
    other.note(counts('ETH/KRW'), 0);
    other.note(counts('BTC/KRW'), 1);
    expect(one.markets(2)).toEqual(other.markets(2));
  });

  it('needs a stream for a linger after it was taken over, without any order', () => {
    const demand = new Demand(LINGER_MS, 0);
    expect(demand.isWanted(LINGER_MS - 1)).toBe(true);
    expect(demand.nextChangeAt(0)).toBe(LINGER_MS);
    expect(demand.isWanted(LINGER_MS)).toBe(false);
    expect(demand.nextChangeAt(LINGER_MS)).toBe(Infinity);
  });
});
