import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compare, multiply } from '../../../src/domain/decimal.js';
import { totalQuantity, type Fill } from '../../../src/domain/fill.js';
import { INFERRED_TRADE_ID, mergeFills, type Inference } from '../../../src/domain/merge-fills.js';
import { foldPosition } from '../../../src/domain/position.js';
import { decimalUnits, instantAt, makeFill } from './support.js';

const never: Inference = { mayInfer: false, fallbackPrice: null, at: instantAt(0) };
const atLast: Inference = { mayInfer: true, fallbackPrice: '1', at: instantAt(5) };

function report(fills: readonly Fill[], status: 'PARTIALLY_FILLED' | 'FILLED' = 'FILLED') {
  return {
    status,
    filledQuantity: totalQuantity(fills),
    cumulativeQuote: add('0', ...fills.map((fill) => multiply(fill.price, fill.quantity))),
  };
}

function byId(fills: readonly Fill[]): Fill[] {
  return [...fills].sort((one, other) => (one.exchangeTradeId < other.exchangeTradeId ? -1 : 1));
}

const ownFills = fc
  .array(
    fc.record({
      price: fc.integer({ min: 1, max: 1_000_000 }).map(decimalUnits),
      quantity: fc.integer({ min: 1, max: 1_000_000 }).map(decimalUnits),
      executedAt: fc.nat(50).map(instantAt),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((fills) =>
    fills.map((fill, index) => makeFill({ ...fill, exchangeTradeId: String(index + 1) })),
  );

describe('fills that are merged', () => {
  it('keeps the first of two with one trade id, and names the conflict', () => {
    const first = makeFill({ exchangeTradeId: '7', quantity: '0.4' });
    const merged = mergeFills([first], [{ ...first, quantity: '0.5' }], null, never);
    expect(merged).toMatchObject({ fills: [first], added: [], removed: null, conflicting: ['7'] });
  });

  it('sees no conflict in figures that are written differently', () => {
    const first = makeFill({ exchangeTradeId: '7', quantity: '0.4', fee: '0' });
    const again = { ...first, quantity: '0.40', fee: '0.000', feeAsset: 'USDT' };
    expect(mergeFills([first], [again], null, never).conflicting).toEqual([]);
  });

  it('names a fee that came otherwise', () => {
    const first = makeFill({ fee: '0.1', feeAsset: 'USDT' });
    expect(mergeFills([first], [{ ...first, fee: '0.2' }], null, never).conflicting).toEqual(['1']);
  });

  it('infers nothing before it may', () => {
    const known = makeFill({ quantity: '0.4' });
    const whole = [known, makeFill({ exchangeTradeId: '2', quantity: '0.6', price: '200' })];
    expect(mergeFills([known], [], report(whole), never).fills).toEqual([known]);
  });

  it('infers what the totals leave: price and quantity of the difference', () => {
    const known = makeFill({ quantity: '0.4', price: '100' });
    const whole = [known, makeFill({ exchangeTradeId: '2', quantity: '0.6', price: '200' })];
    const { added } = mergeFills([known], [], report(whole), atLast);
    expect(added).toMatchObject([
      { exchangeTradeId: INFERRED_TRADE_ID, quantity: '0.6', price: '200', isInferred: true },
    ]);
  });

  it('takes the order’s price where the totals tell none', () => {
    const { added } = mergeFills([], [], { status: 'FILLED', filledQuantity: '2' }, atLast);
    expect(added).toMatchObject([{ quantity: '2', price: '1' }]);
  });

  it('infers the same again when asked again', () => {
    const whole = [makeFill({ quantity: '0.6', price: '200' })];
    const { fills } = mergeFills([], [], report(whole), atLast);
    const again = mergeFills(fills, [], report(whole), { ...atLast, at: instantAt(99) });
    expect(again).toMatchObject({ fills, added: [], removed: null, conflicting: [] });
  });

  it('counts each fill once, whatever the order, the repetition and the batches', () => {
    const arrivals = ownFills.chain((fills) =>
      fc.tuple(
        fc.constant(fills),
        fc.array(fc.array(fc.constantFrom(...fills), { maxLength: 5 }), { maxLength: 8 }),
      ),
    );
    fc.assert(
      fc.property(arrivals, ([fills, batches]) => {
        let recorded: readonly Fill[] = [];
        for (const batch of batches) recorded = mergeFills(recorded, batch, null, never).fills;
        // What was omitted comes with the sync.
        recorded = mergeFills(recorded, fills, report(fills), never).fills;
        expect(byId(recorded)).toEqual(byId(fills));
      }),
    );
  });

  it('never books less than before, and in the end only what really happened', () => {
    const lives = ownFills.chain((fills) =>
      fc.tuple(
        fc.constant(fills),
        fc.array(
          fc.record({
            seen: fc.subarray(fills),
            // How far the exchange's totals are; they count fills in order.
            reported: fc.integer({ min: 0, max: fills.length }),
            mayInfer: fc.boolean(),
          }),
          { maxLength: 8 },
        ),
      ),
    );
    fc.assert(
      fc.property(lives, ([fills, steps]) => {
        let recorded: readonly Fill[] = [];
        let most = 0;
        for (const { seen, reported, mayInfer } of steps) {
          // An exchange names no fill that its totals do not count yet; totals of the past may
          // come.
          most = Math.max(most, reported);
          const named = seen.filter((fill) => fills.indexOf(fill) < most);
          const before = totalQuantity(recorded);
          const view = report(fills.slice(0, reported), 'PARTIALLY_FILLED');
          recorded = mergeFills(recorded, named, view, { ...atLast, mayInfer }).fills;
          expect(compare(totalQuantity(recorded), before)).not.toBe(-1);
          expect(recorded.filter((fill) => fill.isInferred).length).toBeLessThanOrEqual(1);
        }
        recorded = mergeFills(recorded, fills, report(fills), never).fills;
        expect(byId(recorded)).toEqual(byId(fills));
        const market = { symbol: 'BTC/USDT', marketType: 'FUTURES' as const };
        const executed = (list: readonly Fill[]) =>
          list.map((fill) => ({ ...fill, side: 'BUY' as const }));
        expect(foldPosition(market, executed(recorded))).toEqual(
          foldPosition(market, executed(fills)),
        );
      }),
    );
  });
});
