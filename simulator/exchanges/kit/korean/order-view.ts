import type { Decimal } from '../../../decimal.js';
import type { WireIds } from '../../../market/market.js';
import { isOpen, type Fill, type Order } from '../../../model.js';
import { amountsOf } from './order-amounts.js';
import type { Json } from './json.js';
import { seoulSeconds } from './seoul-time.js';

/** An order and its fills, as a read sees them. */
export interface SeenOrder {
  readonly order: Order;
  readonly fills: readonly Fill[];
}

/** An order's state in both exchanges' words. */
export type WireState = 'wait' | 'watch' | 'done' | 'cancel';
export type RestSide = 'bid' | 'ask';
export type WireTimeInForce = 'ioc' | 'fok' | 'post_only';
export type WireType = 'limit' | 'price' | 'market' | 'best';

/**
 * Returns an order's state in both exchanges' words. What is EXPIRED here, the exchange reports as
 * `done`: an order that ended after a part of it had filled, or a market order that a control ended
 * with nothing.
 */
export function stateOf(order: Order): WireState {
  if (isOpen(order)) return order.isWatching ? 'watch' : 'wait';
  return order.status === 'FILLED' || order.status === 'EXPIRED' ? 'done' : 'cancel';
}

export function sideOf({ side }: Pick<Order, 'side'>): RestSide {
  return side === 'BUY' ? 'bid' : 'ask';
}

/** Returns the type with which an order was sent. */
export function typeOf({ type, side, timeInForce }: Order): WireType {
  if (type === 'LIMIT') return 'limit';
  if (timeInForce !== 'GTC') return 'best'; // a market order that is immediate: IOC or FOK
  return side === 'BUY' ? 'price' : 'market';
}

/** Returns the time in force as both exchanges write it. A plain order has none. */
export function timeInForceOf({ timeInForce, postOnly }: Order): WireTimeInForce | undefined {
  if (postOnly) return 'post_only';
  if (timeInForce === 'GTC') return undefined;
  return timeInForce === 'IOC' ? 'ioc' : 'fok';
}

/** Returns what all REST views of an order share. Their numbers are strings. */
export function orderView(order: Order, uuid: string, tradesCount: number): Record<string, Json> {
  const amounts = amountsOf(order);
  return {
    uuid,
    side: sideOf(order),
    ord_type: typeOf(order),
    price: text(amounts.price),
    state: stateOf(order),
    market: order.symbol,
    created_at: seoulSeconds(order.createdAt),
    volume: text(amounts.volume),
    remaining_volume: text(amounts.remainingVolume),
    executed_volume: text(amounts.executedVolume),
    reserved_fee: text(amounts.reservedFee),
    remaining_fee: text(amounts.remainingFee),
    paid_fee: text(amounts.paidFee),
    locked: text(amounts.locked),
    trades_count: tradesCount,
    time_in_force: timeInForceOf(order),
  };
}

/** How an exchange writes ids and times of fills. */
export interface TradeWords {
  readonly ids: WireIds;
  readonly fillTime: (at: number) => string;
}

/** Returns an order's fills as they are listed inside the order: without fee, maker or taker. */
export function tradesView({ fills }: SeenOrder, dialect: TradeWords): Json[] {
  return fills.map((fill, index) => tradeView(fill, fills[index - 1], dialect));
}

function tradeView(fill: Fill, before: Fill | undefined, { ids, fillTime }: TradeWords): Json {
  return {
    market: fill.symbol,
    uuid: ids.tradeId(fill.symbol, fill.tradeId),
    price: text(fill.price),
    volume: text(fill.quantity),
    funds: text(fill.price.times(fill.quantity)),
    trend: before && fill.price.lt(before.price) ? 'down' : 'up',
    created_at: fillTime(fill.at),
    side: sideOf(fill),
  };
}

/** Returns a number as REST answers write it: a string, never with an exponent. */
export function text(value: Decimal): string;
export function text(value: Decimal | null): string | null;
export function text(value: Decimal | null): string | null {
  return value && value.toFixed();
}
