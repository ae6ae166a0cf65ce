import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Arithmetic on decimal strings. No other module does any.
 *
 * Values travel as plain decimal strings without exponent (`"0.00001"`, `"-3"`), never as floats.
 * Products and sums are exact: 100 digits hold every product of two exchange figures.
 */
export type DecimalString = string;

const Exact = DecimalJs.clone({ precision: 100, rounding: DecimalJs.ROUND_HALF_EVEN });

/** Quotients (average prices) are rounded half-even to this many decimals. */
const QUOTIENT_DECIMALS = 18;

const plainDecimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * Returns whether a text is a plain ASCII decimal: no exponent, plus sign, blanks or other digits.
 */
export function isDecimalString(text: string): boolean {
  return plainDecimal.test(text);
}

/** Returns the same value without superfluous zeros: `"1.500"` → `"1.5"`, `"-0"` → `"0"`. */
export function normalise(value: DecimalString): DecimalString {
  return print(new Exact(value));
}

export function add(...values: DecimalString[]): DecimalString {
  return sum(values);
}

/** Adds up any number of values; as arguments, a hundred thousand would not fit on the stack. */
export function sum(values: readonly DecimalString[]): DecimalString {
  return print(values.reduce((total, value) => total.plus(value), new Exact(0)));
}

export function subtract(left: DecimalString, right: DecimalString): DecimalString {
  return print(new Exact(left).minus(right));
}

export function multiply(left: DecimalString, right: DecimalString): DecimalString {
  return print(new Exact(left).times(right));
}

/** Returns a quotient, rounded half-even to a number of decimals, which may be up to 50. */
export function divide(
  left: DecimalString,
  right: DecimalString,
  decimals: number = QUOTIENT_DECIMALS,
): DecimalString {
  return print(new Exact(left).div(right).toDecimalPlaces(decimals));
}

/** Returns a value cut off after a number of decimals: `"1.999"` with 2 is `"1.99"`. */
export function truncate(value: DecimalString, decimals: number): DecimalString {
  return print(new Exact(value).toDecimalPlaces(decimals, DecimalJs.ROUND_DOWN));
}

export function negate(value: DecimalString): DecimalString {
  return print(new Exact(value).negated());
}

export function absolute(value: DecimalString): DecimalString {
  return print(new Exact(value).abs());
}

export function compare(left: DecimalString, right: DecimalString): -1 | 0 | 1 {
  return new Exact(left).comparedTo(right) as -1 | 0 | 1;
}

export function equals(left: DecimalString, right: DecimalString): boolean {
  return compare(left, right) === 0;
}

/** Reads the text only, for speed: folds check every figure several times. */
export function isZero(value: DecimalString): boolean {
  return !/[1-9]/.test(value);
}

/** Returns -1, 0 or 1. */
export function signOf(value: DecimalString): -1 | 0 | 1 {
  if (isZero(value)) return 0;
  return value.startsWith('-') ? -1 : 1;
}

export function maximum(first: DecimalString, ...rest: DecimalString[]): DecimalString {
  return rest.reduce((most, value) => (compare(value, most) > 0 ? value : most), first);
}

export function minimum(first: DecimalString, ...rest: DecimalString[]): DecimalString {
  return rest.reduce((least, value) => (compare(value, least) < 0 ? value : least), first);
}

/** Returns whether two values are the same: as decimals if both are, else to the letter. */
export function isSameFigure(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  return isDecimalString(left) && isDecimalString(right) ? equals(left, right) : left === right;
}

/**
 * Returns whether a value lies on the grid of a step, counted from zero. A zero step allows
 * everything.
 */
export function isMultipleOf(value: DecimalString, step: DecimalString): boolean {
  return isZero(step) || new Exact(value).mod(step).isZero();
}

function print(value: DecimalJs): DecimalString {
  return value.isZero() ? '0' : value.toFixed();
}
