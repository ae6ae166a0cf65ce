import type { Decimal } from './decimal.js';
import {
  EXCHANGE_NAMES,
  EXCHANGES,
  MARKET_NAMES,
  type ExchangeName,
  type MarketName,
} from './names.js';

/*
 * The venue's own words: independent of any exchange (V9), and of the product (V8). Each exchange's
 * folder translates them to its wire, where CANCELLED may be spelled differently and a post-only
 * order may be a type of its own.
 */

/** Returns a record with one value for each exchange. */
export function perExchange<T>(make: (exchange: ExchangeName) => T): Record<ExchangeName, T> {
  return Object.fromEntries(EXCHANGE_NAMES.map((name) => [name, make(name)])) as Record<
    ExchangeName,
    T
  >;
}

/** Returns a record with one value for each market. */
export function perMarket<T>(make: (market: MarketName) => T): Record<MarketName, T> {
  return Object.fromEntries(MARKET_NAMES.map((name) => [name, make(name)])) as Record<
    MarketName,
    T
  >;
}

/** Returns the path of the private stream that carries a market's events. */
export function streamPathOf(market: MarketName): string {
  const rows = EXCHANGES.flatMap(({ markets }) => markets);
  return rows.find(({ name }) => name === market)?.streamPath ?? '';
}

export type Side = 'BUY' | 'SELL';
export type OrderType = 'LIMIT' | 'MARKET';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK';
export type OrderStatus =
  'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELLED' | 'EXPIRED' | 'REJECTED';

/** From this price on, prices are multiples of this tick. */
export interface TickStep {
  readonly from: Decimal;
  readonly tick: Decimal;
}

/** What an instrument allows; quantities are in the base asset, prices in the quote asset. */
export interface Instrument {
  readonly symbol: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  readonly tickSize: Decimal;
  /** The ticks by price, highest price first, where they differ. `tickSize` is the smallest. */
  readonly tickSteps?: readonly TickStep[];
  readonly minPrice: Decimal;
  readonly maxPrice: Decimal;
  readonly stepSize: Decimal;
  readonly minQuantity: Decimal;
  readonly maxQuantity: Decimal;
  readonly maxMarketQuantity: Decimal;
  readonly minNotional: Decimal;
  readonly maxNotional: Decimal;
  readonly startPrice: Decimal;
  /** The kind of contract, in the exchange's words, if it is not the usual perpetual. */
  readonly contractType?: string;
}

/** An order that the exchange has checked, before it has an id. */
export interface OrderDraft {
  /** Empty if the order has none and its exchange generates none. */
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Zero for a MARKET order. */
  readonly price: Decimal;
  readonly quantity: Decimal;
  /** What a MARKET order is to spend, or zero. `quantity` is then what that buys. */
  readonly quoteQuantity: Decimal;
}

/** One state of one order (V3): a change makes another, so answers and history may keep it. */
export interface Order extends OrderDraft {
  readonly market: MarketName;
  readonly apiKey: string;
  readonly orderId: number;
  readonly filledQuantity: Decimal;
  readonly cumulativeQuote: Decimal;
  /** The client id that it was placed with, if an amendment has given it another one. */
  readonly placedAs?: string;
  /** Funds of the account that this order still locks. */
  readonly reserved: Decimal;
  readonly status: OrderStatus;
  /** Whether it waits for a trigger that its owner set in the exchange's app. */
  readonly isWatching?: boolean;
  /** Why the exchange ended it, if nobody had asked for that. */
  readonly endReason?: ExpiryReason;
  /** The exchange has lost it: no read knows it any more. Only the control interface does. */
  readonly isForgotten?: true;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One execution of all or part of an order. */
export interface Fill {
  readonly market: MarketName;
  readonly apiKey: string;
  /** Counted per market and symbol, so the same number occurs on different symbols. */
  readonly tradeId: number;
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly commission: Decimal;
  readonly commissionAsset: string;
  readonly isMaker: boolean;
  readonly realizedPnl: Decimal | null;
  /** How much of a position it closed; absent where there are no positions. */
  readonly closedQuantity?: Decimal;
  readonly at: number;
}

/** What an account has of one asset. */
export interface Balance {
  readonly asset: string;
  readonly free: Decimal;
  readonly locked: Decimal;
  /** Margin that resting orders bind. It stays part of `free`, unlike `locked`. */
  readonly bound: Decimal;
}

/** What an account holds in one contract. */
export interface Position {
  readonly symbol: string;
  /** Positive when long, negative when short. */
  readonly amount: Decimal;
  readonly entryPrice: Decimal;
  readonly realizedPnl: Decimal;
}

export type ExecutionKind = 'NEW' | 'AMENDED' | 'TRADE' | 'CANCELLED' | 'EXPIRED' | 'REJECTED';
export type ExpiryReason =
  'NONE' | 'IOC_REMAINDER' | 'MARKET_REMAINDER' | 'REDUCE_ONLY' | 'WOULD_TAKE' | 'FORCED';

/** One step in an order's life, as private streams report it. */
export interface Execution {
  readonly kind: ExecutionKind;
  readonly executionId: number;
  readonly order: Order;
  readonly fill: Fill | null;
  /** Balances and position right after this step. */
  readonly balances: readonly Balance[];
  readonly position: Position | null;
  /** The client id that the cancel request itself carried. */
  readonly requestId: string | null;
  /** The client id that an amendment has replaced; `null` if the order kept it. */
  readonly replacedId: string | null;
  readonly expiryReason: ExpiryReason;
  readonly at: number;
}

/** All that one operation did to one account, in that order. */
export interface MarketUpdate {
  readonly market: MarketName;
  readonly apiKey: string;
  readonly executions: readonly Execution[];
  readonly at: number;
}

/** Returns the part of an order that has not been filled. */
export function leavesQuantity(order: Order): Decimal {
  return order.quantity.minus(order.filledQuantity);
}

/** Returns whether an order may still change. */
export function isOpen(order: Order): boolean {
  return order.status === 'NEW' || order.status === 'PARTIALLY_FILLED';
}

/** Returns the tick at a price. */
export function tickAt({ tickSize, tickSteps }: Instrument, price: Decimal): Decimal {
  return tickSteps?.find(({ from }) => price.gte(from))?.tick ?? tickSize;
}

/** Returns the client id that an order was placed with. */
export function placedAs({ clientOrderId, placedAs: first }: Order): string {
  return first ?? clientOrderId;
}
