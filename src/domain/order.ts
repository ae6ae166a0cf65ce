import type { CurrentTerms } from './current-terms.js';
import type { DecimalString } from './decimal.js';
import { listOf, pick } from './fields.js';
import type { Fill } from './fill.js';
import type { MarketSymbol } from './symbol.js';

export const OrderStatus = Object.freeze({
  /** The intent is recorded. Nothing has been sent yet, or the answer is outstanding. */
  PENDING: 'PENDING',
  /** Sent, but the answer proves neither success nor failure. */
  UNKNOWN: 'UNKNOWN',
  NEW: 'NEW',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  FILLED: 'FILLED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
  /** The exchange refused it. */
  REJECTED: 'REJECTED',
  /** We refused it. The exchange never saw it. */
  DENIED: 'DENIED',
});
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

export type OpenStatus = 'PENDING' | 'UNKNOWN' | 'NEW' | 'PARTIALLY_FILLED';
export type TerminalStatus = Exclude<OrderStatus, OpenStatus>;

/** How an order without a fill ended, as recorded in `failed_orders`. */
export type FailedStatus = 'rejected' | 'expired' | 'cancelled';

/** Returns the status that an order ended with, given the one in its `failed_orders` row. */
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

/** The source that reported a change. */
export type ChangeSource = 'submit' | 'stream' | 'poll' | 'sync' | 'admin';

/** Identifies an order in our tables. */
export interface OrderKey {
  readonly accountId: number;
  readonly clientOrderId: string;
}

/** What an exchange is asked about an order by: its key and its market. */
export interface OrderAddress extends OrderKey {
  readonly symbol: MarketSymbol;
}

/** What the row of an execution says of its order, as every row about an order does. */
export interface ExecutedOrder extends OrderAddress {
  /** `null` for an adopted order, which was placed outside. */
  readonly strategyId: number | null;
  readonly marketType: MarketType;
  readonly side: Side;
}

/** What every table that holds an order says of it: settlement passes this around. */
export interface OrderFacts extends ExecutedOrder {
  readonly orderType: OrderType;
  readonly quantity: DecimalString;
  readonly price: DecimalString | null;
}

/** The terms on which an order was placed: what we need to track an order we did not place. */
export interface OrderTerms extends Pick<OrderFacts, 'side' | 'orderType' | 'quantity' | 'price'> {
  readonly timeInForce: TimeInForce;
  readonly reduceOnly: boolean;
}

/** The facts and terms of an order. */
export type RequestedOrder = OrderFacts & OrderTerms;

/** A request for an order: everything that identifies and describes the order, nothing secret. */
export interface OrderRequest extends RequestedOrder {
  readonly accountName: string;
  /**
   * The price that a MARKET alert included. Only exchanges where market buys are by cost need it.
   */
  readonly referencePrice?: DecimalString;
  /** When the request was stored; ISO 8601. A request that is too old is not placed. */
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

/** Returns only the facts of an order, from a row or a request that holds more. */
export function factsOf(order: OrderFacts): OrderFacts {
  return pick(order, ORDER_FACTS);
}

/** Returns only the facts and terms of an order, from a row or a request that holds more. */
export function requestedFieldsOf(order: RequestedOrder): RequestedOrder {
  return pick(order, REQUESTED_FIELDS);
}

/** Returns a request rebuilt from a row, for when the original is not at hand. */
export function toRequest(
  row: RequestedOrder & { readonly createdAt: string },
  accountName: string,
): OrderRequest {
  return { ...requestedFieldsOf(row), accountName, receivedAt: row.createdAt };
}

/** Why an order was not accepted, by us or by the exchange. */
export interface Refusal {
  /** DENIED: we refused it and the exchange never saw it. REJECTED: the exchange refused it. */
  readonly status: 'DENIED' | 'REJECTED';
  /** Our stable code, or the exchange's own. */
  readonly code: string;
  readonly reason: string;
}

/** How one source sees an order at one moment. Sources may lag behind one another. */
export interface OrderView {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string;
  readonly status: OrderStatus;
  readonly filledQuantity: DecimalString;
  /** The filled quantity's value in the quote asset; absent if the source does not report it. */
  readonly cumulativeQuote?: DecimalString | undefined;
  /**
   * The order spends an amount. Its quantity was an estimate, and only the exchange knows when the
   * order is full.
   */
  readonly isByCost?: boolean;
  /** The exchange's reason for an end that is not a fill, in the exchange's words. */
  readonly reason?: string;
  /**
   * What the order asks for now. Absent if the source does not report it, or if no amendment can
   * change it, as with a market order.
   */
  readonly current?: CurrentTerms | undefined;
  /** A further client order id under which the exchange has the order since an amendment. */
  readonly alias?: string | undefined;
}

/** A stream message in our terms: a view of the order, and the fill if it reports an execution. */
export interface OrderUpdate extends OrderView {
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly fill: Fill | null;
  /** The exchange's event time, ISO 8601. */
  readonly eventAt: string;
  /** It may report an amendment, although the order just rests as before. */
  readonly mayAmend?: boolean;
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

/** Returns a one-line description of an order for operators: `BUY 0.5 BTC/USDT @ demo`. */
export function describeOrder(
  order: Pick<OrderRequest, 'side' | 'quantity' | 'symbol' | 'accountName'>,
): string {
  return `${order.side} ${order.quantity} ${order.symbol} @ ${order.accountName}`;
}
