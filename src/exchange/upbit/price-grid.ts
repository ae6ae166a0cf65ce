import { compare, isDecimalString, minimum } from '../../domain/decimal.js';
import type { PriceStep } from '../../domain/market.js';
import { FINEST_STEP } from '../kit/korean/amounts.js';

/**
 * KRW prices since 2025-07-31. The steps below 100 are not confirmed, so there the exchange
 * decides: a wrong grid would deny a valid order, while a missing one only costs a refusal.
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

/** Prices in BTC and in any other asset. */
const others: readonly PriceStep[] = [{ from: '0', step: FINEST_STEP }];

const grids: ReadonlyMap<string, readonly PriceStep[]> = new Map([
  ['KRW', won],
  ['USDT', dollars],
]);

/**
 * Returns the price grid of a market: the table, combined with the tick that Upbit names for the
 * market. That tick holds at the current price, which Upbit does not name, so it cannot replace the
 * table; but it shows when a coin deviates from the table. A price is denied only if it is on
 * neither grid. The finer of the two steps divides the other, since all steps are 1 or 5 times a
 * power of 10.
 */
export function priceStepsOf(quote: string, tick: string | undefined): readonly PriceStep[] {
  const table = grids.get(quote) ?? others;
  const isTick = tick !== undefined && isDecimalString(tick) && compare(tick, '0') > 0;
  return table.map(({ from, step }) => ({ from, step: isTick ? minimum(step, tick) : step }));
}
