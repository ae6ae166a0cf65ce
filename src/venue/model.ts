import type { Decimal } from './decimal.js';

/**
 * The venue's own words, independent of any exchange. Each exchange's folder translates them to
 * its wire (CANCELLED is `CANCELED` on Binance, a post-only order is `LIMIT_MAKER` or `GTX`).
 */
export const MARKET_NAMES = ['spot', 'futures'] as const;
export type MarketName = (typeof MARKET_NAMES)[number];

export type Side = 'BUY' | 'SELL';
export type OrderType = 'LIMIT' | 'MARKET';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK';
export type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELLED' | 'EXPIRED';

/** What an instrument allows; quantities are in the base asset, prices in the quote asset. */
export interface Instrument {
  readonly symbol: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  readonly tickSize: Decimal;
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
  /** What a MARKET order was told to spend, or zero. */
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
  readonly at: number;
}

export interface Balance {
  readonly asset: string;
  readonly free: Decimal;
  readonly locked: Decimal;
}

export interface Position {
  readonly symbol: string;
  /** Positive when long, negative when short. */
  readonly amount: Decimal;
  readonly entryPrice: Decimal;
  readonly realizedPnl: Decimal;
}

export type ExecutionKind = 'NEW' | 'TRADE' | 'CANCELLED' | 'EXPIRED';
export type ExpiryReason = 'NONE' | 'IOC_REMAINDER' | 'MARKET_REMAINDER' | 'REDUCE_ONLY' | 'FORCED';

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
