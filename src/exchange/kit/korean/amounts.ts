import { compare, isDecimalString, minimum, type DecimalString } from '../../../domain/decimal.js';
import type { PriceStep } from '../../../domain/market.js';

/** No exchange here takes a price or quantity with more than eight decimals. */
export const FINEST_STEP = '0.00000001';

/**
 * Won prices on Upbit since 2025-07-31. What is below 100 is not confirmed, so there the exchange decides:
 * a grid that is wrong would deny a valid order, one that is missing costs a refusal.
 *
 * @see https://docs.upbit.com/kr/docs/krw-market-info
 */
const won: readonly PriceStep[] = [
  { from: '0', step: FINEST_STEP },
  { from: '100', step: '1' },
  { from: '5000', step: '5' },
  { from: '10000', step: '10' },
  { from: '50000', step: '50' },
  { from: '100000', step: '100' },
  { from: '500000', step: '500' },
  { from: '1000000', step: '1000' },
];

/** @see https://docs.upbit.com/docs/usdt-market-info */
const dollars: readonly PriceStep[] = [
  { from: '0', step: FINEST_STEP },
  { from: '0.1', step: '0.0001' },
  { from: '1', step: '0.001' },
  { from: '10', step: '0.01' },
];

const steps: Readonly<Record<string, readonly PriceStep[]>> = { KRW: won, USDT: dollars };

/** Returns the grid of Upbit's prices in an asset; bitcoin's, and any other's, is the finest. */
export function priceStepsOf(quote: string): readonly PriceStep[] {
  return (
    (Object.hasOwn(steps, quote) ? steps[quote] : undefined) ?? [{ from: '0', step: FINEST_STEP }]
  );
}

/**
 * Combines the table with the tick that the exchange names for a market. It names the one at the present price,
 * without the price, so it cannot take the table's place; but it tells when a coin deviates from it. Denied is
 * what lies on neither grid: the finer of the two steps divides the other, as all are 1 or 5 times a power of 10.
 */
export function allowTick(table: readonly PriceStep[], tick: string | undefined): PriceStep[] {
  const isTick = tick !== undefined && isDecimalString(tick) && compare(tick, '0') > 0;
  return table.map(({ from, step }) => ({ from, step: isTick ? minimum(step, tick) : step }));
}

/** Returns how many decimals an amount of an asset has: won are whole. */
export function decimalsOf(quote: string): number {
  return quote === 'KRW' ? 0 : 8;
}

/** Returns the smallest amount of an asset. */
export function unitOf(quote: string): DecimalString {
  return quote === 'KRW' ? '1' : FINEST_STEP;
}
