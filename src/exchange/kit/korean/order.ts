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

/** An order as REST or a stream of either exchange has it; `null` is what a source leaves out. */
export interface KoreanOrder {
  readonly exchangeOrderId: string;
  /** Orders that people place by hand have none. */
  readonly clientOrderId: string | null;
  readonly quote: string;
  readonly side: Side;
  /** `limit`, `price` (a market buy, by cost), `market` (a market sell), `best`. */
  readonly type: string;
  readonly state: KoreanState;
  /** The limit, or what is to be spent. */
  readonly price: DecimalString | null;
  /** What was ordered; nothing where an amount is to be spent. */
  readonly volume: DecimalString | null;
  readonly executed: DecimalString;
  /** What was executed came to. */
  readonly funds: DecimalString | null;
  readonly paidFee: DecimalString | null;
  /** Why it was cancelled, in the exchange's words. */
  readonly cancelType?: string | null | undefined;
}

/** Returns whether an order spends an amount rather than buying a quantity. */
export function isByCost({ type, side }: Pick<KoreanOrder, 'type' | 'side'>): boolean {
  return type === 'price' || (type === 'best' && side === 'BUY');
}

/** Returns how an exchange sees an order, in our words. */
export function toView(order: KoreanOrder): OrderView {
  const { exchangeOrderId, executed, funds } = order;
  const status = statusOf(order);
  const reason = status === OrderStatus.CANCELLED ? reasonOf(order) : undefined;
  return {
    // An order without an id of a client's is known by the exchange's own, by every road.
    clientOrderId: order.clientOrderId ?? exchangeOrderId,
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
  const isPartial = quantity !== null && compare(executed, quantity) < 0;
  switch (state) {
    case 'wait':
    case 'watch': // reserved: it waits for its trigger
    case 'trade':
    case 'prevented': // a part met an order of the same account; done or cancel follows
      return statusFor(OrderStatus.NEW, executed, quantity);
    case 'done':
      // What is left of an IOC order is cancelled, yet one of the exchanges calls it done.
      return isPartial && !isZero(executed) ? OrderStatus.CANCELLED : OrderStatus.FILLED;
    case 'cancel':
      return isComplete(order) ? OrderStatus.FILLED : OrderStatus.CANCELLED;
  }
}

/**
 * Returns whether a cancelled order did what it was to do. A market buy normally ends as `cancel`:
 * what is left over is too little to buy another unit with.
 */
function isComplete(order: KoreanOrder): boolean {
  const { executed, volume } = order;
  if (isZero(executed)) return false;
  if (isByCost(order)) return !isClearlyUnspent(order);
  return volume !== null && compare(executed, volume) >= 0;
}

/**
 * Returns whether more is left than a market buy must leave: the price of the smallest quantity,
 * the smallest amount, and the fee, in case it is taken out of what is spent. So it is when there
 * was nobody left to buy from.
 */
function isClearlyUnspent({ price, funds, executed, paidFee, quote }: KoreanOrder): boolean {
  if (price === null || funds === null) return false; // it cannot be known: as documented
  const unitPrice = multiply(divide(funds, executed), FINEST_STEP);
  const unspendable = add(unitPrice, unitOf(quote), paidFee ?? '0');
  return compare(subtract(price, funds), unspendable) > 0;
}

function reasonOf({ state, cancelType, executed, volume }: KoreanOrder): string | undefined {
  if (state === 'done') return `done with ${executed} of ${volume ?? 'an amount'} filled`;
  return cancelType && cancelType !== 'user' ? cancelType : undefined;
}
