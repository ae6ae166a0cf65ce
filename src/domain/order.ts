import type { DecimalString } from './decimal.js';
import { listOf, pick } from './fields.js';
import type { Fill } from './fill.js';
import type { MarketSymbol } from './symbol.js';

export const OrderStatus = Object.freeze({
  /** The intent is written; nothing was sent yet, or the answer is not in. */
  PENDING: 'PENDING',
  /** Sent, and the answer proves nothing either way. */
  UNKNOWN: 'UNKNOWN',
  NEW: 'NEW',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  FILLED: 'FILLED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
  /** The exchange refused it. */
  REJECTED: 'REJECTED',
  /** We refused it; the exchange never saw it. */
  DENIED: 'DENIED',
});
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

export type OpenStatus = 'PENDING' | 'UNKNOWN' | 'NEW' | 'PARTIALLY_FILLED';
export type TerminalStatus = Exclude<OrderStatus, OpenStatus>;

/** How an order ended that has no fill, as its row in `failed_orders` says. */
export type FailedStatus = 'rejected' | 'expired' | 'cancelled';

/** Returns the status that an order ended with, as its failed order's row says it. */
export function endedStatus<Failed extends FailedStatus>(status: Failed): Uppercase<Failed> {
  return status.toUpperCase() as Uppercase<Failed>;
}

export const SIDES = ['BUY', 'SELL'] as const;
export type Side = (typeof SIDES)[number];
export const ORDER_TYPES = ['LIMIT', 'MARKET'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];
export const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];
export type MarketType = 'SPOT' | 'FUTURES';

/** The road by which a change was heard of. */
export type ChangeSource = 'submit' | 'stream' | 'poll' | 'sync' | 'admin';

/** Names an order in our tables. */
export interface OrderKey {
  readonly accountId: number;
  readonly clientOrderId: string;
}

/** What the row of an execution says of its order, as every row about an order does. */
export interface ExecutedOrder extends OrderKey {
  /** `null` for an adopted order: one that was placed outside. */
  readonly strategyId: number | null;
  readonly symbol: MarketSymbol;
  readonly marketType: MarketType;
  readonly side: Side;
}

/** What every table that holds an order says of it: settlement passes this around. */
export interface OrderFacts extends ExecutedOrder {
  readonly orderType: OrderType;
  readonly quantity: DecimalString;
  readonly price: DecimalString | null;
}

/** What an order was asked to be; what is needed to track it without having placed it. */
export interface OrderTerms extends Pick<OrderFacts, 'side' | 'orderType' | 'quantity' | 'price'> {
  readonly timeInForce: TimeInForce;
  readonly reduceOnly: boolean;
}

/** The facts and terms of an order. */
export type RequestedOrder = OrderFacts & OrderTerms;

/** What somebody asked for. Everything that identifies and describes the order, nothing secret. */
export interface OrderRequest extends RequestedOrder {
  readonly accountName: string;
  /** The price that a MARKET alert sent along; only an exchange that buys by cost needs it. */
  readonly referencePrice?: DecimalString;
  /** When the request was stored; ISO 8601. An order is not placed when it has grown stale. */
  readonly receivedAt: string;
}

/** The fields of {@link ExecutedOrder}. */
export const EXECUTED_ORDER = listOf<ExecutedOrder>()([
  'accountId',
  'strategyId',
  'clientOrderId',
  'symbol',
  'marketType',
  'side',
]);

/** The fields of {@link OrderFacts}. */
export const ORDER_FACTS = listOf<OrderFacts>()([
  ...EXECUTED_ORDER,
  'orderType',
  'quantity',
  'price',
]);

/** The fields of {@link RequestedOrder}, each a column of `open_orders`. */
export const REQUESTED_FIELDS = listOf<RequestedOrder>()([
  ...ORDER_FACTS,
  'timeInForce',
  'reduceOnly',
]);

/** Returns an order's facts, taken out of a row or a request that holds more. */
export function factsOf(order: OrderFacts): OrderFacts {
  return pick(order, ORDER_FACTS);
}

/** Returns an order's facts and terms, taken out of a row or a request that holds more. */
export function requestedFieldsOf(order: RequestedOrder): RequestedOrder {
  return pick(order, REQUESTED_FIELDS);
}

/** Returns the request that a row stands for, where the one it came from is not at hand. */
export function toRequest(
  row: RequestedOrder & { readonly createdAt: string },
  accountName: string,
): OrderRequest {
  return { ...requestedFieldsOf(row), accountName, receivedAt: row.createdAt };
}

/** How one source sees an order at one moment. Sources may lag behind one another. */
export interface OrderView {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string;
  readonly status: OrderStatus;
  readonly filledQuantity: DecimalString;
  /** What the filled quantity came to in the quote asset; absent where the source does not say. */
  readonly cumulativeQuote?: DecimalString | undefined;
  /**
   * The order spends an amount: its quantity was an estimate, and only the exchange knows when it
   * is full.
   */
  readonly isByCost?: boolean;
  /** The exchange's reason for an end that is not a fill, as it says it. */
  readonly reason?: string;
}

/**
 * A stream message in our words: a view of the order, and the fill when it reports an execution.
 */
export interface OrderUpdate extends OrderView {
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly fill: Fill | null;
  /** The exchange's event time, ISO 8601. */
  readonly eventAt: string;
}

/** How far along a status is. */
export const STATUS_RANK: Readonly<Record<OrderStatus, number>> = {
  PENDING: 0,
  UNKNOWN: 1,
  NEW: 2,
  PARTIALLY_FILLED: 3,
  CANCELLED: 4,
  EXPIRED: 4,
  REJECTED: 4,
  DENIED: 4,
  FILLED: 5,
};

export function isTerminal(status: OrderStatus): status is TerminalStatus {
  return STATUS_RANK[status] >= STATUS_RANK.CANCELLED;
}

/** Returns whether the exchange is known to have the order. */
export function isAccepted(status: OrderStatus): boolean {
  return STATUS_RANK[status] >= STATUS_RANK.NEW;
}

/** Returns the one-line name of an order that operators read: `BUY 0.5 BTC/USDT @ demo`. */
export function describeOrder(
  order: Pick<OrderRequest, 'side' | 'quantity' | 'symbol' | 'accountName'>,
): string {
  return `${order.side} ${order.quantity} ${order.symbol} @ ${order.accountName}`;
}
