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
  const digits = abs(units)
    .toString()
    .padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = units < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

function abs(units: bigint): bigint {
  return units < 0n ? -units : units;
}

function atScale({ units, decimals }: { units: bigint; decimals: number }, scale: number): bigint {
  return units * 10n ** BigInt(scale - decimals);
}

/** Figures as exchanges have them, and more: products of three still fit in a hundred digits. */
const figure = fc
  .record({
    units: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
    decimals: fc.integer({ min: 0, max: 12 }),
  })
  .map(write);

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

  it('has the laws of a ring, to the last digit', () => {
    fc.assert(
      fc.property(figure, figure, figure, (a, b, c) => {
        expect(add(a, b)).toBe(add(b, a));
        expect(add(add(a, b), c)).toBe(add(a, add(b, c)));
        expect(add(a, b, c)).toBe(add(add(a, b), c));
        expect(add(a, '0')).toBe(normalise(a));
        expect(add(a, negate(a))).toBe('0');
        expect(subtract(a, b)).toBe(add(a, negate(b)));
        expect(multiply(a, b)).toBe(multiply(b, a));
        expect(multiply(multiply(a, b), c)).toBe(multiply(a, multiply(b, c)));
        expect(multiply(a, '1')).toBe(normalise(a));
        expect(multiply(a, '0')).toBe('0');
        expect(multiply(a, add(b, c))).toBe(add(multiply(a, b), multiply(a, c)));
      }),
      { numRuns: 300 },
    );
  });

  it('orders all values, in agreement with addition', () => {
    // Small, so that equal values in different spellings come about.
    const small = fc
      .record({
        units: fc.bigInt({ min: -30n, max: 30n }),
        decimals: fc.integer({ min: 0, max: 2 }),
      })
      .map(write);
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        expect(compare(a, b)).toBe(-compare(b, a) + 0);
        expect(compare(a, b) === 0).toBe(normalise(a) === normalise(b));
        expect(equals(a, b)).toBe(compare(a, b) === 0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
        expect(compare(add(a, c), add(b, c))).toBe(compare(a, b));
        expect(signOf(subtract(a, b))).toBe(compare(a, b));
      }),
      { numRuns: 500 },
    );
  });

  it('writes a value in one way only, however it was spelled', () => {
    const zeros = fc.nat(5).map((count) => '0'.repeat(count));
    fc.assert(
      fc.property(scaled, zeros, (value, more) => {
        const text = write(value);
        const longer = `${text.includes('.') ? text : `${text}.0`}${more}`;
        const shortest = normalise(text);
        expect(normalise(longer)).toBe(shortest);
        expect(normalise(shortest)).toBe(shortest);
        expect(isDecimalString(shortest)).toBe(true);
        expect(shortest).not.toMatch(/\.\d*0$|^-0$/);
        // Read back by hand, digit by digit, it is the same value.
        const [whole = '', fraction = ''] = shortest.split('.');
        expect(fraction.length).toBeLessThanOrEqual(value.decimals);
        const units = BigInt(whole.replace('-', '') + fraction.padEnd(value.decimals, '0'));
        expect(shortest.startsWith('-') ? -units : units).toBe(value.units);
      }),
      { numRuns: 300 },
    );
  });

  it('divides as integers do, and rounds what is left half to even', () => {
    const divisor = scaled.filter(({ units }) => units !== 0n);
    fc.assert(
      fc.property(scaled, divisor, (left, right) => {
        const sign = left.units < 0n !== right.units < 0n ? -1n : 1n;
        const over = abs(left.units) * 10n ** BigInt(18 + right.decimals);
        const under = abs(right.units) * 10n ** BigInt(left.decimals);
        const [down, rest] = [over / under, over % under];
        const isUp = 2n * rest > under || (2n * rest === under && down % 2n === 1n);
        const units = sign * (down + (isUp ? 1n : 0n));
        expect(divide(write(left), write(right))).toBe(normalise(write({ units, decimals: 18 })));
      }),
      { numRuns: 300 },
    );
  });

  it('finds exactly the multiples of a step on its grid', () => {
    const step = fc
      .record({
        units: fc.bigInt({ min: 1n, max: 500n }),
        decimals: fc.integer({ min: 0, max: 8 }),
      })
      .map((value) => ({ ...value, text: write(value) }));
    fc.assert(
      fc.property(step, fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (grid, units) => {
        const value = write({ units, decimals: grid.decimals });
        expect(isMultipleOf(value, grid.text)).toBe(units % grid.units === 0n);
        const onGrid = write({ units: units * grid.units, decimals: grid.decimals });
        expect(isMultipleOf(onGrid, grid.text)).toBe(true);
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

  it('says whether a value lies on a grid, where a float would err', () => {
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
