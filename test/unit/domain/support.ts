import fc from 'fast-check';
import type { PositionExecution, PositionMarket } from '../../../src/domain/position.js';
import { instantAt, makeFill } from '../../kit/ledger/make-fill.js';

export { instantAt, makeFill };

export const spot: PositionMarket = { symbol: 'BTC/USDT', marketType: 'SPOT' };
export const futures: PositionMarket = { symbol: 'BTC/USDT', marketType: 'FUTURES' };

/** Writes a count of hundred-millionths as a decimal: the unit in which the properties think. */
export function decimalUnits(units: number): string {
  const digits = Math.abs(units).toString().padStart(9, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

export function makeExecution(execution: Partial<PositionExecution> = {}): PositionExecution {
  return { ...makeFill(), side: 'BUY', ...execution };
}

/** What an execution of any property trades and costs. */
export const executionFields = {
  side: fc.constantFrom('BUY' as const, 'SELL' as const),
  price: fc.integer({ min: 1, max: 10_000_000 }).map(decimalUnits),
  quantity: fc.integer({ min: 1, max: 500_000_000 }).map(decimalUnits),
  fee: fc.integer({ min: -100, max: 10_000 }).map(decimalUnits),
  feeAsset: fc.constantFrom('BTC', 'USDT', 'BNB', null),
};
