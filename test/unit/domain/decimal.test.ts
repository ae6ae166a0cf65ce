import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absolute,
  add,
  compare,
  divide,
  equals,
  isDecimalString,
  isMultipleOf,
  isZero,
  maximum,
  minimum,
  multiply,
  negate,
  normalise,
  signOf,
  subtract,
} from '../../../src/domain/decimal.js';

/** A decimal as an integer and a number of decimals, so that BigInt can check the arithmetic. */
const scaled = fc.record({
  units: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  decimals: fc.integer({ min: 0, max: 18 }),
});

function write({ units, decimals }: { units: bigint; decimals: number }): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = units < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

function atScale({ units, decimals }: { units: bigint; decimals: number }, scale: number): bigint {
  return units * 10n ** BigInt(scale - decimals);
}

describe('decimal', () => {
  it('adds without the error that floats make', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(add(...Array.from({ length: 10 }, () => '0.1'))).toBe('1');
    expect(subtract('1.1', '1')).toBe('0.1');
    expect(multiply('1.005', '1000')).toBe('1005');
  });

  it('adds nothing to zero', () => {
    expect(add()).toBe('0');
  });

  it('keeps every digit of a large and a tiny number', () => {
    expect(add('123456789012345678901234567890', '0.000000000000000001')).toBe(
      '123456789012345678901234567890.000000000000000001',
    );
    expect(multiply('123456789.123456789', '0.00000001')).toBe('1.23456789123456789');
  });

  it('never writes an exponent', () => {
    expect(multiply('0.00000001', '0.00000001')).toBe('0.0000000000000001');
    expect(multiply('100000000000000', '1000000000000000')).toBe('100000000000000000000000000000');
    expect(normalise('0.0000001')).toBe('0.0000001');
  });

  it('drops superfluous zeros and the sign of zero', () => {
    expect(normalise('1.500')).toBe('1.5');
    expect(normalise('1000')).toBe('1000');
    expect(normalise('-0.00')).toBe('0');
    expect(negate('0')).toBe('0');
  });

  it('adds, subtracts, multiplies and compares as integers of a common scale would', () => {
    fc.assert(
      fc.property(scaled, scaled, (left, right) => {
        const [a, b] = [write(left), write(right)];
        const scale = Math.max(left.decimals, right.decimals);
        const [x, y] = [atScale(left, scale), atScale(right, scale)];
        expect(equals(add(a, b), write({ units: x + y, decimals: scale }))).toBe(true);
        expect(equals(subtract(a, b), write({ units: x - y, decimals: scale }))).toBe(true);
        const product = {
          units: left.units * right.units,
          decimals: left.decimals + right.decimals,
        };
        expect(equals(multiply(a, b), write(product))).toBe(true);
        expect(compare(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(maximum(a, b)).toBe(x >= y ? a : b);
        expect(minimum(a, b)).toBe(x <= y ? a : b);
      }),
      { numRuns: 200 },
    );
  });

  it('divides to 18 decimals, rounding half to even', () => {
    expect(divide('1', '3')).toBe('0.333333333333333333');
    expect(divide('2', '3')).toBe('0.666666666666666667');
    expect(divide('10', '4')).toBe('2.5');
    expect(divide('0.000000000000000005', '10')).toBe('0');
    expect(divide('0.000000000000000015', '10')).toBe('0.000000000000000002');
    expect(divide('-1', '3')).toBe('-0.333333333333333333');
  });

  it('knows signs and zero', () => {
    expect([signOf('-0.1'), signOf('0.00'), signOf('3')]).toEqual([-1, 0, 1]);
    expect(isZero('-0.000')).toBe(true);
    expect(isZero('0.0000000000000000001')).toBe(false);
    expect(absolute('-2.50')).toBe('2.5');
  });

  it('tells whether a value lies on a grid, where a float would err', () => {
    expect(isMultipleOf('0.3', '0.1')).toBe(true);
    expect(isMultipleOf('1.1', '0.01')).toBe(true);
    expect(isMultipleOf('0.00012', '0.00001')).toBe(true);
    expect(isMultipleOf('0.000125', '0.00001')).toBe(false);
    expect(isMultipleOf('123.456', '0')).toBe(true);
  });

  it('reads plain decimals only', () => {
    for (const text of ['0', '1', '-3', '0.00001', '10.50', '123456789012345678901234567890.1']) {
      expect(isDecimalString(text), text).toBe(true);
    }
    const others = ['', ' 1', '1 ', '+1', '1e5', '1E-7', '.5', '5.', '01', '1,5', '1_000', 'NaN'];
    for (const text of [...others, 'Infinity', '0x10', '١', '１', '1\n', '--1', '1.2.3']) {
      expect(isDecimalString(text), JSON.stringify(text)).toBe(false);
    }
  });
});
