import { Decimal as Base } from 'decimal.js';

/** The venue's own decimals (V8): forty digits, and never an exponent on the wire (V4). */
export const Decimal = Base.clone({ precision: 40, toExpNeg: -40, toExpPos: 40 });
export type Decimal = Base;

export const ZERO = new Decimal(0);

/** Returns the largest multiple of `step` that is not above `value`. */
export function floorTo(value: Decimal, step: Decimal): Decimal {
  return value.div(step).floor().times(step);
}

/** Returns whether `value` is a whole number of steps. */
export function isMultipleOf(value: Decimal, step: Decimal): boolean {
  return value.mod(step).isZero();
}
