import {
  add,
  compare,
  divide,
  isZero,
  multiply,
  subtract,
  type DecimalString,
} from '../../../domain/decimal.js';
import { statusFor } from '../../../domain/merge.js';
import { OrderStatus, type OrderView, type Side } from '../../../domain/order.js';
import { FINEST_STEP, unitOf } from './amounts.js';
import type { KoreanState } from './wire.js';

/** An order as REST or a stream of either exchange shows it; `null` marks what a source omits. */
export interface KoreanOrder {
  readonly exchangeOrderId: string;
  /** `null` or empty for orders that were placed by hand. */
  readonly clientOrderId: string | null;
  readonly quote: string;
  readonly side: Side;
  /** `limit`, `price` (a market buy, by amount), `market` (a market sell) or `best`. */
  readonly type: string;
  readonly state: KoreanState;
  /** The limit price, or the amount to spend. */
  readonly price: DecimalString | null;
  /** The ordered quantity; `null` if the order spends an amount. */
  readonly volume: DecimalString | null;
  readonly executed: DecimalString;
  /** The value of what was executed, in the quote asset. */
  readonly funds: DecimalString | null;
  readonly paidFee: DecimalString | null;
  /** `ioc`, `fok` or `post_only`; absent for an order that simply rests. */
  readonly timeInForce?: string | null | undefined;
  /** Why it was cancelled, in the exchange's words. */
  readonly cancelType?: string | null | undefined;
}

/** Returns whether an order spends an amount rather than buying a quantity. */
function isByCost({ type, side }: Pick<KoreanOrder, 'type' | 'side'>): boolean {
  return type === 'price' || (type === 'best' && side === 'BUY');
}

/** Returns the view of an order, in our words. */
export function toView(order: KoreanOrder): OrderView {
  const { exchangeOrderId, executed, funds } = order;
  const status = statusOf(order);
  const reason = endsShort(status) ? reasonOf(order) : undefined;
  return {
    // An order without a client order id goes by the exchange's id, in every source.
    clientOrderId: order.clientOrderId ? order.clientOrderId : exchangeOrderId,
    exchangeOrderId,
    status,
    filledQuantity: executed,
    ...(funds === null ? {} : { cumulativeQuote: funds }),
    ...(isByCost(order) ? { isByCost: true } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

function statusOf(order: KoreanOrder): OrderStatus {
  const { state, executed, volume } = order;
  const quantity = isByCost(order) ? null : volume;
  // Asked again, it will say how it ended.
  if (isYetToTell(order)) return OrderStatus.PARTIALLY_FILLED;
  switch (state) {
    case 'wait':
    case 'watch': // reserved: it waits for its trigger
    case 'trade':
    case 'prevented': // part of it met an order of the same account; done or cancel follows
      return statusFor(OrderStatus.NEW, executed, quantity);
    case 'done':
      return isDoneShort(order) ? OrderStatus.EXPIRED : OrderStatus.FILLED;
    case 'cancel':
      return isComplete(order) ? OrderStatus.FILLED : OrderStatus.CANCELLED;
  }
}

/**
 * Returns whether it is unknown how a market buy ended, because its answer does not yet say what it
 * has spent: one of the exchanges names that only by the fills, which may be listed late.
 */
function isYetToTell(order: KoreanOrder): boolean {
  const { price, executed, funds } = order;
  return isByCost(order) && !isZero(executed) && price !== null && funds === null;
}

function endsShort(status: OrderStatus): boolean {
  return status === OrderStatus.CANCELLED || status === OrderStatus.EXPIRED;
}

/**
 * Returns whether an order is `done` although something of it remains. One of the exchanges ends an
 * IOC order so that filled in part, and does not document how a market buy ends that spent only a
 * part. So the quantities decide. Until they say something, the fills are taken to be late: see
 * `verifyOrder` for how long. But an order that must not rest may have found nobody. Source:
 * apidocs.bithumb.com, "주문 리스트 조회", whose sample is `done` with 11 of 16 remaining.
 */
function isDoneShort(order: KoreanOrder): boolean {
  const { executed, volume, timeInForce } = order;
  if (isByCost(order)) return !isZero(executed) && isClearlyUnspent(order);
  if (volume === null || compare(executed, volume) >= 0) return false;
  return !isZero(executed) || timeInForce === 'ioc' || timeInForce === 'fok';
}

/**
 * Returns whether a cancelled order did all that it could. A market buy normally ends as `cancel`,
 * because what is left of its amount is too little to buy another unit.
 */
function isComplete(order: KoreanOrder): boolean {
  const { executed, volume } = order;
  if (isZero(executed)) return false;
  if (isByCost(order)) return !isClearlyUnspent(order);
  return volume !== null && compare(executed, volume) >= 0;
}

/**
 * Returns whether a market buy has clearly more left than it could not spend: the price of the
 * smallest quantity, the smallest amount, and the fee (in case it is taken out of the amount). This
 * happens when nobody was left to buy from.
 */
function isClearlyUnspent({ price, funds, executed, paidFee, quote }: KoreanOrder): boolean {
  if (price === null || funds === null) return false; // the amount is unknown: as documented
  const unitPrice = multiply(divide(funds, executed), FINEST_STEP);
  const unspendable = add(unitPrice, unitOf(quote), paidFee ?? '0');
  return compare(subtract(price, funds), unspendable) > 0;
}

function reasonOf(order: KoreanOrder): string | undefined {
  const { state, cancelType, executed, volume, price, funds, quote } = order;
  if (cancelType && cancelType !== 'user') return cancelType;
  if (isByCost(order) && !isZero(executed)) {
    return `${state} with ${funds} of ${price} ${quote} spent`;
  }
  return state === 'done' ? `done with ${executed} of ${volume} filled` : undefined;
}
