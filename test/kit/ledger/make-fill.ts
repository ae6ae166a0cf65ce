import type { Fill } from '../../../src/domain/fill.js';

/** Returns the instant that lies some milliseconds after the start of 2026. */
export function instantAt(milliseconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + milliseconds).toISOString();
}

/** Returns a plain fill of one coin at 100, with what a test changes of it. */
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
