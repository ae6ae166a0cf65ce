import type { DecimalString } from './decimal.js';
import type { OrderStatus } from './order.js';

/** An exchange that reports fills names them within seconds; after this long they are inferred. */
export const INFER_AFTER_MS = 60_000;

/**
 * How far an order has come, as the database says it. The workflow's whole knowledge of its order.
 */
export interface OrderProgress {
  readonly status: OrderStatus;
  readonly exchangeOrderId: string | null;
  /** The sum of the recorded executions. */
  readonly filledQuantity: DecimalString;
  /** The exchange reports more than the recorded executions add up to: fetch the rest soon. */
  readonly isIncomplete: boolean;
  /** Nothing is out yet and sending may be tried again after this long. */
  readonly retryAfterMs?: number;
  /** How often in a row the exchange has said that it does not know the order. */
  readonly timesNotFound?: number;
  /**
   * The account's open orders are compared every few seconds: the order need not ask for itself.
   */
  readonly isSynced?: boolean;
  /** Why the order ended without a fill, or why its last step could not be made. */
  readonly reason?: string;
}

/** Returns the progress of an order of which nothing has filled, with what else is known of it. */
export function unfilled(status: OrderStatus, known: Partial<OrderProgress> = {}): OrderProgress {
  return { status, exchangeOrderId: null, filledQuantity: '0', isIncomplete: false, ...known };
}
