import { describe, expect, it } from 'vitest';
import { isZero } from '../../../../src/domain/decimal.js';
import { isNegativeAmount, isZeroAmount, percent } from '../../../../src/edge/page/decimal.js';

describe('an amount on the page', () => {
  it.each(['0', '0.000', '-0', '0.00000001', '-0.5', '10', '100.00'])(
    'is zero when the server takes it for zero: %s',
    (amount) => {
      expect(isZeroAmount(amount)).toBe(isZero(amount));
    },
  );

  it.each([
    ['-1', true],
    ['-0.00000001', true],
    ['-0', false],
    ['0', false],
    ['3', false],
  ])('%s is below zero: %s', (amount, isNegative) => {
    expect(isNegativeAmount(amount)).toBe(isNegative);
  });
});

describe('how much of a whole a part is', () => {
  it.each([
    ['0', '1', 0],
    ['0.5', '1', 50],
    ['0.999999999999999999', '1', 99],
    ['1.0', '1', 100],
    ['1', '3', 33],
    ['123456789012345678.9', '123456789012345678.9', 100],
    ['1', '0', 0],
  ])('%s of %s is %i percent', (part, whole, expected) => {
    expect(percent(part, whole)).toBe(expected);
  });
});
