import { compare, type DecimalString } from './decimal.js';
import { isTerminal, OrderStatus, STATUS_RANK, type OrderView } from './order.js';

/**
 * Merges two views of one order: filled never decreases, terminal is final, and a view that says
 * FILLED outranks one that says it was cancelled (a cancel that lost the race).
 * Idempotent, and the order in which views arrive does not matter; should an exchange ever name two
 * different ends without a fill, the known one stays.
 */
export function mergeViews<T extends Pick<OrderView, 'status' | 'filledQuantity'>>(
  known: T,
  seen: T,
): T {
  const later = STATUS_RANK[seen.status] > STATUS_RANK[known.status] ? seen : known;
  const more = compare(seen.filledQuantity, known.filledQuantity) > 0 ? seen : known;
  return { ...later, filledQuantity: more.filledQuantity };
}

/** Returns the status that the quantities demand: an open order with fills is PARTIALLY_FILLED. */
export function statusFor(
  status: OrderStatus,
  filledQuantity: DecimalString,
  quantity: DecimalString,
): OrderStatus {
  if (isTerminal(status) || compare(filledQuantity, '0') <= 0) return status;
  return compare(filledQuantity, quantity) >= 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
}
