import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalQuantity, type Fill } from '../../../src/domain/fill.js';
import { mergeFills } from '../../../src/domain/merge-fills.js';
import { instantAt, makeFill } from './support.js';

/** A fill of an exchange whose stream and reads may name it by two ids. */
const fill = (exchangeTradeId: string, changes: Partial<Fill> = {}): Fill =>
  makeFill({ exchangeTradeId, hasUnverifiedId: true, ...changes });

const moment = { mayInfer: false, fallbackPrice: null, at: instantAt(0) };
const report = (filledQuantity: string) =>
  ({ status: 'PARTIALLY_FILLED', filledQuantity }) as const;
const heard = (known: readonly Fill[], seen: readonly Fill[], filled: string) =>
  mergeFills(known, seen, report(filled), moment);
const listed = (known: readonly Fill[], seen: readonly Fill[], filled: string) =>
  mergeFills(known, seen, report(filled), { ...moment, isListed: true });
const idsOf = (fills: readonly Fill[]) => fills.map(({ exchangeTradeId }) => exchangeTradeId);

describe('a fill that equals a known one but for its id', () => {
  it('is not counted before a read decides, and is told', () => {
    const merged = heard([fill('a')], [fill('b')], '2');
    expect(merged.added).toEqual([]);
    expect(idsOf(merged.doubted)).toEqual(['b']);
  });

  it('is the known one where the order has filled no more than that', () => {
    const merged = listed([fill('s-1')], [fill('r-1')], '1');
    expect(merged).toMatchObject({
      added: [],
      doubted: [],
      aliases: [{ exchangeTradeId: 's-1', aliasTradeId: 'r-1' }],
    });
  });

  it('is a genuine twin where the list has both, by their ids or by their number', () => {
    expect(idsOf(listed([fill('a')], [fill('a'), fill('b')], '2').added)).toEqual(['b']);
    const merged = listed([fill('s-1')], [fill('r-1'), fill('r-2')], '2');
    expect(idsOf(merged.added)).toEqual(['r-2']);
    expect(merged.aliases).toEqual([{ exchangeTradeId: 's-1', aliasTradeId: 'r-1' }]);
  });

  it('waits on where the list lags behind what the order has filled', () => {
    const merged = listed([fill('a')], [fill('b')], '2');
    expect([merged.added, merged.aliases]).toEqual([[], []]);
    expect(idsOf(merged.doubted)).toEqual(['b']);
  });

  it('is recognised where one source rounds its time to the second', () => {
    const known = fill('s-1', { executedAt: instantAt(10_450) });
    const read = fill('r-1', { executedAt: instantAt(10_000) });
    expect(listed([known], [read], '1').aliases).toHaveLength(1);
  });

  it('counts at once where price, quantity or time differ', () => {
    const others = [
      fill('b', { price: '101' }),
      fill('c', { quantity: '2' }),
      fill('d', { executedAt: instantAt(1_000) }),
    ];
    expect(idsOf(heard([fill('a')], others, '5').added)).toEqual(['b', 'c', 'd']);
  });

  it('counts at once on exchanges whose ids agree', () => {
    const twin = makeFill({ exchangeTradeId: 'b' });
    expect(idsOf(heard([makeFill({ exchangeTradeId: 'a' })], [twin], '2').added)).toEqual(['b']);
  });

  it('is doubted among fills that come together, too', () => {
    const merged = heard([], [fill('a'), fill('b')], '2');
    expect([idsOf(merged.added), idsOf(merged.doubted)]).toEqual([['a'], ['b']]);
  });
});

describe('a fill that is known by two ids', () => {
  const known = fill('s-1', { aliasTradeId: 'r-1' });

  it('comes again under either of them and changes nothing', () => {
    for (const id of ['s-1', 'r-1']) {
      expect(heard([known], [fill(id)], '1')).toMatchObject({ added: [], doubted: [] });
    }
  });

  it('is two after all where a list has both ids', () => {
    expect(idsOf(listed([known], [fill('s-1'), fill('r-1')], '2').added)).toEqual(['r-1']);
  });
});

it('counts every fill once, whichever source names it first and by whichever id', () => {
  const arrivals = fc.record({
    count: fc.integer({ min: 1, max: 5 }),
    heardFirst: fc.integer({ min: 0, max: 5 }),
    areIdsShared: fc.boolean(),
  });
  fc.assert(
    fc.property(arrivals, ({ count, heardFirst, areIdsShared }) => {
      const read = Array.from({ length: count }, (_, index) => fill(`r-${index}`));
      const streamed = read.map((each) =>
        areIdsShared ? each : { ...each, exchangeTradeId: `s-${each.exchangeTradeId}` },
      );
      const filled = String(count);
      let known: readonly Fill[] = heard([], streamed.slice(0, heardFirst), filled).fills;
      for (const step of [listed, heard, listed]) {
        const merged = step(known, step === heard ? streamed : read, filled);
        known = merged.fills.map((each) => {
          const alias = merged.aliases.find((a) => a.exchangeTradeId === each.exchangeTradeId);
          return alias ? { ...each, aliasTradeId: alias.aliasTradeId } : each;
        });
      }
      expect(totalQuantity(known)).toBe(filled);
    }),
  );
});
