import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add } from '../../../src/domain/decimal.js';
import type { Fill } from '../../../src/domain/fill.js';
import { mergeFills } from '../../../src/domain/merge-fills.js';
import { feesOf } from '../../../src/domain/order-fees.js';

const inference = { mayInfer: false, fallbackPrice: null, at: '2026-01-01T00:00:00.000Z' };

function fill(id: string, quantity: string, fee: string, orderFee?: Fill['orderFee']): Fill {
  return {
    exchangeTradeId: id,
    price: '100',
    quantity,
    isMaker: null,
    fee,
    feeAsset: 'KRW',
    realizedPnl: null,
    executedAt: '2026-01-01T00:00:00.000Z',
    ...(orderFee ? { orderFee } : {}),
  };
}

const shared = (paid: string, atQuantity: string) => ({ paid, atQuantity, isShared: true });

/** Records fills as they come, message by message, and returns what is recorded. */
function record(...messages: readonly (readonly Fill[])[]): Fill[] {
  return messages.reduce<Fill[]>(
    (known, seen) => [...mergeFills(known, seen, null, inference).fills],
    [],
  );
}

describe('fees of which only the order’s sum is told', () => {
  it('are what was paid since the fills before, however uneven', () => {
    const recorded = record(
      [fill('a', '1', '10', shared('10', '1'))],
      [fill('b', '1', '50', shared('100', '2'))],
      [fill('c', '1', '34', shared('101', '3'))],
    );
    expect(recorded.map(({ fee }) => fee)).toEqual(['10', '90', '1']);
  });

  it('add up to what was paid where the exchange rounds', () => {
    const later = shared('46.8', '10');
    const all = [fill('a', '4', '18.72', later), fill('b', '6', '28.08', later)];
    const recorded = record([fill('a', '4', '18.8', shared('18.8', '4'))], all);
    expect(recorded.map(({ fee }) => fee)).toEqual(['18.8', '28']);
  });

  it('are left what a road that names them said, and the others take the rest', () => {
    const named = { ...fill('b', '6', '28', { ...shared('46.8', '10'), isShared: false }) };
    expect(
      record([named], [fill('a', '4', '18.72', shared('46.8', '10'))]).map(({ fee }) => fee),
    ).toEqual(['28', '18.8']);
  });

  it('keep their shares while fills between are missing', () => {
    expect(record([fill('b', '6', '28.08', shared('46.8', '10'))]).map(({ fee }) => fee)).toEqual([
      '28.08',
    ]);
  });

  it('are no ground for a conflict, as other figures are', () => {
    const known = [fill('a', '4', '18.8', shared('18.8', '4'))];
    const again = { ...fill('a', '4', '18.72', shared('46.8', '10')) };
    expect(mergeFills(known, [again], null, inference).conflicting).toEqual([]);
    const other = { ...again, price: '101' };
    expect(mergeFills(known, [other], null, inference).conflicting).toEqual(['a']);
  });

  it('add up to the last digit, in whatever parts the fills are told', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 8 });
    const fees = fc.array(fc.integer({ min: 0, max: 999_999 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(
        parts,
        fees,
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        (quantities, paidEach, cuts) => {
          const messages: Fill[][] = [[]];
          let [quantity, paid] = ['0', '0'];
          quantities.forEach((part, index) => {
            quantity = add(quantity, String(part));
            paid = add(paid, String(paidEach[index]));
            messages.at(-1)?.push(fill(`t-${index}`, String(part), '1', shared(paid, quantity)));
            if (cuts[index]) messages.push([]);
          });
          expect(feesOf(record(...messages))).toBe(paid);
        },
      ),
    );
  });
});
