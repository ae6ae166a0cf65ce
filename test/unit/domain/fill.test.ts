import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addFee,
  averagePrice,
  compareExecutions,
  distinctFills,
  totalQuantity,
} from '../../../src/domain/fill.js';
import { equals } from '../../../src/domain/decimal.js';
import { decimalUnits, makeFill } from './support.js';

describe('distinctFills', () => {
  it('counts a fill once when stream and poll both report it', () => {
    const streamed = makeFill({ exchangeTradeId: '5', quantity: '0.3' });
    const polled = makeFill({ exchangeTradeId: '5', quantity: '0.3', isMaker: null });
    expect(distinctFills([streamed, polled, streamed])).toEqual([streamed]);
  });

  it('keeps the same total however often and in whatever order fills are repeated', () => {
    const quantities = fc.uniqueArray(fc.nat(1_000_000), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(quantities, fc.array(fc.nat(11), { maxLength: 30 }), (ids, repeats) => {
        const fills = ids.map((id) =>
          makeFill({ exchangeTradeId: String(id), quantity: decimalUnits(id + 1) }),
        );
        const again = repeats.flatMap((index) => fills[index % fills.length] ?? []);
        const seen = distinctFills([...again, ...fills].reverse());
        expect(totalQuantity(seen)).toBe(totalQuantity(fills));
      }),
      { numRuns: 100 },
    );
  });
});

describe('averagePrice', () => {
  it('weighs prices by quantity', () => {
    const fills = [
      makeFill({ price: '100', quantity: '0.3' }),
      makeFill({ price: '110', quantity: '0.7' }),
    ];
    expect(averagePrice(fills)).toBe('107');
  });

  it('is null without fills', () => {
    expect(averagePrice([])).toBeNull();
  });
});

describe('addFee', () => {
  it('adds up per asset and keeps the assets apart', () => {
    const fees = addFee(addFee(addFee({}, 'USDT', '0.1'), 'USDT', '0.2'), 'BNB', '0.001');
    expect(fees).toEqual({ USDT: '0.3', BNB: '0.001' });
  });

  it('takes a rebate off', () => {
    expect(addFee({ USDT: '0.3' }, 'USDT', '-0.1')).toEqual({ USDT: '0.2' });
  });

  it('ignores a fee without an asset and a fee of nothing', () => {
    expect(addFee({ USDT: '1' }, null, '5')).toEqual({ USDT: '1' });
    expect(addFee({}, 'USDT', '0.00')).toEqual({});
  });
});

describe('compareExecutions', () => {
  const at = (executedAt: string, exchangeTradeId: string) => ({ executedAt, exchangeTradeId });
  const noon = '2026-01-01T12:00:00.000Z';

  it('orders by time before trade id', () => {
    const later = at('2026-01-01T12:00:00.001Z', '1');
    expect(compareExecutions(at(noon, '9'), later)).toBeLessThan(0);
  });

  it('orders numeric trade ids of one millisecond as numbers, whatever their size', () => {
    expect(compareExecutions(at(noon, '9'), at(noon, '10'))).toBeLessThan(0);
    expect(
      compareExecutions(at(noon, '9007199254740993'), at(noon, '9007199254740992')),
    ).toBeGreaterThan(0);
  });

  it('orders other trade ids as text', () => {
    expect(compareExecutions(at(noon, 'a-2'), at(noon, 'a-10'))).toBeGreaterThan(0);
    expect(compareExecutions(at(noon, 'same'), at(noon, 'same'))).toBe(0);
  });
});

describe('totalQuantity', () => {
  it('is exact for many small fills', () => {
    const fills = Array.from({ length: 1000 }, () => makeFill({ quantity: '0.00000001' }));
    expect(equals(totalQuantity(fills), '0.00001')).toBe(true);
  });
});
