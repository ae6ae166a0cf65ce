import { compare, isDecimalString, minimum } from '../../domain/decimal.js';
import type { PriceStep } from '../../domain/market.js';
import { FINEST_STEP } from '../kit/korean/amounts.js';

/**
 * Won prices since 2025-07-31. What is below 100 is not confirmed, so there the exchange decides: a
 * grid that is wrong would deny a valid order, one that is missing costs a refusal.
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

/** Prices in bitcoin, and in any other asset. */
const others: readonly PriceStep[] = [{ from: '0', step: FINEST_STEP }];

const grids: ReadonlyMap<string, readonly PriceStep[]> = new Map([
  ['KRW', won],
  ['USDT', dollars],
]);

/**
 * Returns the grid of a market's prices: the table, combined with the tick that Upbit names for the
 * market. Upbit names the one at the present price, without the price, so it cannot take the
 * table's place; but it shows when a coin deviates from it. Denied is what lies on neither grid:
 * the finer of the two steps divides the other, as all are 1 or 5 times a power of 10.
 */
export function priceStepsOf(quote: string, tick: string | undefined): readonly PriceStep[] {
  const table = grids.get(quote) ?? others;
  const isTick = tick !== undefined && isDecimalString(tick) && compare(tick, '0') > 0;
  return table.map(({ from, step }) => ({ from, step: isTick ? minimum(step, tick) : step }));
}
