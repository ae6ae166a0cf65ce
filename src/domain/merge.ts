import { newestTerms } from './current-terms.js';
import { compare, isZero, type DecimalString } from './decimal.js';
import { totalQuantity, type Fill } from './fill.js';
import {
  isAccepted,
  isTerminal,
  OrderStatus,
  STATUS_RANK,
  type OpenStatus,
  type OrderView,
} from './order.js';

/** The part of a view that shows an order's progress. */
export type SeenState = Pick<
  OrderView,
  'status' | 'filledQuantity' | 'cumulativeQuote' | 'isByCost' | 'current' | 'alias'
>;

/**
 * Merges two views of one order. The filled quantity never decreases, a terminal status is final,
 * FILLED outranks CANCELLED (the cancel lost the race), and of two terms the newer ones count.
 * Idempotent and independent of the order in which views arrive. If an exchange ever reports two
 * different ends without a fill, the known one stays.
 */
export function mergeViews<T extends SeenState>(known: T, seen: T): T {
  const later = STATUS_RANK[seen.status] > STATUS_RANK[known.status] ? seen : known;
  const more = compare(seen.filledQuantity, known.filledQuantity) > 0 ? seen : known;
  const { filledQuantity, cumulativeQuote } = more;
  const isByCost = known.isByCost ?? seen.isByCost;
  const current = newestTerms(known.current, seen.current);
  const alias = seen.alias ?? known.alias;
  return {
    ...later,
    filledQuantity,
    cumulativeQuote,
    ...(isByCost === undefined ? {} : { isByCost }),
    ...(current === undefined ? {} : { current }),
    ...(alias === undefined ? {} : { alias }),
  };
}

/**
 * Returns the status that the quantities imply: an open order with fills is PARTIALLY_FILLED, or
 * FILLED if nothing remains.
 *
 * @param quantity what was ordered; `null` if unknown, as for an order that spends an amount
 */
export function statusFor(
  status: OrderStatus,
  filledQuantity: DecimalString,
  quantity: DecimalString | null,
): OrderStatus {
  if (isTerminal(status) || compare(filledQuantity, '0') <= 0) return status;
  const isFull = quantity !== null && compare(filledQuantity, quantity) >= 0;
  return isFull ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
}

export interface Conclusion {
  readonly status: OrderStatus;
  /** The sum of the recorded fills. */
  readonly filledQuantity: DecimalString;
  /**
   * The exchange reports more than is recorded, and the order does not end until the rest is found;
   * or nothing is left to fill, but the exchange has not said that it ended.
   */
  readonly isIncomplete: boolean;
  /** It has ended, and more was filled than was ordered. */
  readonly isOverfilled: boolean;
  /** It has ended with nothing filled, although the exchange calls it filled. */
  readonly isEmpty: boolean;
}

/** Returns whether a view calls an order filled, and names nothing that was filled. */
export function isFilledWithNothing({
  status,
  filledQuantity,
}: Pick<SeenState, 'status' | 'filledQuantity'>): boolean {
  return status === OrderStatus.FILLED && isZero(filledQuantity);
}

/**
 * Concludes an open order's status from what is known, seen and recorded.
 *
 * Acceptance comes first, then fills, then the end. An order ends only when the exchange says so:
 * its quantity may have been raised there since we last heard of it. And it ends only when its
 * recorded fills add up to what the exchange reports, so that a cancel never swallows a fill.
 *
 * @param options.mayEndEmpty the exchange has called it filled with nothing filled for so long that
 *   nothing was: a market order that found nobody has expired
 */
export function concludeOrder(
  order: { readonly status: OpenStatus; readonly quantity: DecimalString },
  seen: SeenState | null,
  fills: readonly Fill[],
  { mayEndEmpty = false }: { readonly mayEndEmpty?: boolean } = {},
): Conclusion {
  const filledQuantity = totalQuantity(fills);
  const known: SeenState = { status: order.status, filledQuantity };
  const merged = seen ? mergeViews(known, seen) : known;
  const { filledQuantity: reported } = merged;
  const isEmpty = mayEndEmpty && isFilledWithNothing(merged);
  const status = isEmpty ? OrderStatus.EXPIRED : merged.status;
  const quantity = seen?.isByCost ? null : order.quantity;
  const isMissing =
    compare(filledQuantity, reported) < 0 ||
    // FILLED without a quantity means all of it.
    (status === 'FILLED' && isZero(filledQuantity));
  const hasEnded = isTerminal(status) && !isMissing;
  const isFull = quantity !== null && compare(filledQuantity, quantity) >= 0;
  return {
    status: isMissing
      ? stillOpen(order.status, status, filledQuantity)
      : statusFor(status, filledQuantity, null),
    filledQuantity,
    isIncomplete: isMissing || (isFull && !hasEnded),
    // Before the end, it may be that its quantity was raised and that we have not heard of it.
    isOverfilled: hasEnded && quantity !== null && compare(filledQuantity, quantity) > 0,
    isEmpty,
  };
}

/** Returns the status of an order that is reported as ended while some of its fills are unknown. */
function stillOpen(
  known: OpenStatus,
  seen: OrderStatus,
  filledQuantity: DecimalString,
): OrderStatus {
  const accepted = isAccepted(known) ? known : OrderStatus.NEW;
  return statusFor(isTerminal(seen) ? accepted : seen, filledQuantity, null);
}
