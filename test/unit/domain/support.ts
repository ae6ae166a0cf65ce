import fc from 'fast-check';
import type { Fill } from '../../../src/domain/fill.js';
import type { PositionExecution, PositionMarket } from '../../../src/domain/position.js';

export const spot: PositionMarket = { symbol: 'BTC/USDT', marketType: 'SPOT' };
export const futures: PositionMarket = { symbol: 'BTC/USDT', marketType: 'FUTURES' };

/** Writes a count of hundred-millionths as a decimal: the unit in which the properties think. */
export function decimalUnits(units: number): string {
  const digits = Math.abs(units).toString().padStart(9, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

/** Returns the instant that lies some milliseconds after the start of 2026. */
export function instantAt(milliseconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + milliseconds).toISOString();
}

export function makeFill(fill: Partial<Fill> = {}): Fill {
  return {
    exchangeTradeId: '1',
    price: '100',
    quantity: '1',
    isMaker: true,
    fee: '0',
    feeAsset: null,
    realizedPnl: null,
    executedAt: instantAt(0),
    ...fill,
  };
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
