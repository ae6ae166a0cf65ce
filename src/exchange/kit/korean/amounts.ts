import type { DecimalString } from '../../../domain/decimal.js';

/** No exchange here takes a price or quantity with more than eight decimals. */
export const FINEST_STEP = '0.00000001';

/** Returns how many decimals an amount of an asset has: won are whole. */
export function decimalsOf(quote: string): number {
  return quote === 'KRW' ? 0 : 8;
}

/** Returns the smallest amount of an asset. */
export function unitOf(quote: string): DecimalString {
  return quote === 'KRW' ? '1' : FINEST_STEP;
}
