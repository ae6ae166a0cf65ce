import type { Decimal } from './decimal.js';

/**
 * The venue's own words, independent of any exchange. Each exchange's folder translates them to
 * its wire (CANCELLED is `CANCELED` on Binance, a post-only order is `LIMIT_MAKER` or `GTX`).
 */
export const EXCHANGE_NAMES = ['binance', 'bybit', 'upbit', 'bithumb'] as const;
export type ExchangeName = (typeof EXCHANGE_NAMES)[number];

/** Returns a record that holds one thing for each exchange. */
export function perExchange<T>(make: (exchange: ExchangeName) => T): Record<ExchangeName, T> {
  return Object.fromEntries(EXCHANGE_NAMES.map((name) => [name, make(name)])) as Record<
    ExchangeName,
    T
  >;
}

/** The markets of all exchanges. `spot` and `futures` are Binance's: they were here first. */
export const MARKET_NAMES = [
  'spot',
  'futures',
  'bybit-spot',
  'bybit-linear',
  'upbit',
  'bithumb',
] as const;
export type MarketName = (typeof MARKET_NAMES)[number];

/** Returns a record that holds one thing for each market. */
export function perMarket<T>(make: (market: MarketName) => T): Record<MarketName, T> {
  return Object.fromEntries(MARKET_NAMES.map((name) => [name, make(name)])) as Record<
    MarketName,
    T
  >;
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
  /** Where the tick depends on the price: its steps, the highest first. `tickSize` is the least. */
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
}

/** An order as the exchange has checked it, before it has an id. */
export interface OrderDraft {
  /** Empty where an exchange gives orders without a client id none. */
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
  /** What a MARKET order was told to spend, or zero; `quantity` is what that buys. */
  readonly quoteQuantity: Decimal;
}

/** One state of one order. A change makes a new object: answers, events and history may keep it. */
export interface Order extends OrderDraft {
  readonly market: MarketName;
  readonly apiKey: string;
  readonly orderId: number;
  readonly filledQuantity: Decimal;
  readonly cumulativeQuote: Decimal;
  /** Funds of the account that this order still locks. */
  readonly reserved: Decimal;
  readonly status: OrderStatus;
  /** Why the exchange ended it, where it did so of its own. */
  readonly endReason?: ExpiryReason;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Fill {
  readonly market: MarketName;
  readonly apiKey: string;
  /** Counts per market and symbol, so the same number occurs on different symbols. */
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
  /** How much of a position it closed, where there are positions. */
  readonly closedQuantity?: Decimal;
  readonly at: number;
}

export interface Balance {
  readonly asset: string;
  readonly free: Decimal;
  readonly locked: Decimal;
  /** Margin that resting orders bind. Unlike what is locked it stays part of `free`. */
  readonly bound: Decimal;
}

export interface Position {
  readonly symbol: string;
  /** Positive when long, negative when short. */
  readonly amount: Decimal;
  readonly entryPrice: Decimal;
  readonly realizedPnl: Decimal;
}

export type ExecutionKind = 'NEW' | 'TRADE' | 'CANCELLED' | 'EXPIRED' | 'REJECTED';
export type ExpiryReason =
  'NONE' | 'IOC_REMAINDER' | 'MARKET_REMAINDER' | 'REDUCE_ONLY' | 'WOULD_TAKE' | 'FORCED';

/** One step in an order's life, as the private stream tells it. */
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
  readonly expiryReason: ExpiryReason;
  readonly at: number;
}

/** All that one operation did to one account, in order. */
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

/** Tells whether an order may still change. */
export function isOpen(order: Order): boolean {
  return order.status === 'NEW' || order.status === 'PARTIALLY_FILLED';
}

/** Returns the tick at a price. */
export function tickAt({ tickSize, tickSteps }: Instrument, price: Decimal): Decimal {
  return tickSteps?.find(({ from }) => price.gte(from))?.tick ?? tickSize;
}
