import type { Fill } from '../../../src/domain/fill.js';
import type { PositionExecution } from '../../../src/domain/position.js';

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
