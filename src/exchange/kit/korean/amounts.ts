import type { DecimalString } from '../../../domain/decimal.js';

/** Neither exchange accepts a price or quantity with more than eight decimals. */
export const FINEST_STEP = '0.00000001';

/** Returns the number of decimals in an amount of an asset; KRW has none. */
export function decimalsOf(quote: string): number {
  return quote === 'KRW' ? 0 : 8;
}

/** Returns the smallest amount of an asset. */
export function unitOf(quote: string): DecimalString {
  return quote === 'KRW' ? '1' : FINEST_STEP;
}
