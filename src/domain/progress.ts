import type { KnownTerms } from './current-terms.js';
import type { DecimalString } from './decimal.js';
import type { OrderStatus } from './order.js';

/** Exchanges that report fills name them within seconds. After this long, they are inferred. */
export const INFER_AFTER_MS = 60_000;

/** An order that is not found this long after its fill is forgotten: reads never lag that far. */
export const FORGOTTEN_AFTER_MS = 3_600_000;

/** How far an order has come, according to the database: all that its workflow knows about it. */
export interface OrderProgress {
  readonly status: OrderStatus;
  readonly exchangeOrderId: string | null;
  /** The sum of the recorded executions. */
  readonly filledQuantity: DecimalString;
  /** What the order asks for now; absent as long as nothing is known but the request. */
  readonly terms?: KnownTerms;
  /**
   * The exchange reports more than the recorded executions add up to, or has not said that the
   * order has ended although nothing is left to fill. So it is asked again soon.
   */
  readonly isIncomplete: boolean;
  /** The exchange does not have the order. It may be sent after this long. */
  readonly retryAfterMs?: number;
  /** How many times in a row the exchange has not known the order. */
  readonly timesNotFound?: number;
  /**
   * Since when every answer has called the order filled with nothing filled; ISO 8601. Its fills
   * may be listed late at first.
   */
  readonly emptySince?: string;
  /** The account's open orders are compared every few seconds, so the order need not be polled. */
  readonly isSynced?: boolean;
  /** Why the order ended without a fill, or why its last step failed. */
  readonly reason?: string;
}

/** Returns the progress of an order without fills, with whatever else is known about it. */
export function unfilled(status: OrderStatus, known: Partial<OrderProgress> = {}): OrderProgress {
  return { status, exchangeOrderId: null, filledQuantity: '0', isIncomplete: false, ...known };
}
