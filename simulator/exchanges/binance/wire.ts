import type { Decimal } from '../../decimal.js';

/* What both markets write in the same way. */

/** Returns an amount with eight decimals. */
export function amount(value: Decimal): string {
  return value.toFixed(8);
}

/** The words for an order's state. */
export const STATUS = {
  NEW: 'NEW',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  FILLED: 'FILLED',
  CANCELLED: 'CANCELED',
  EXPIRED: 'EXPIRED',
  REJECTED: 'REJECTED',
} as const;

/** The words for a step of an order. Each market has its own for an amendment. */
export const EXECUTION_TYPE = {
  NEW: 'NEW',
  TRADE: 'TRADE',
  CANCELLED: 'CANCELED',
  EXPIRED: 'EXPIRED',
  REJECTED: 'REJECTED',
} as const;
