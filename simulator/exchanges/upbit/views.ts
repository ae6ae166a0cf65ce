import type { Json } from '../kit/korean/json.js';
import { orderView, text, tradesView, type SeenOrder } from '../kit/korean/order-view.js';
import { UPBIT } from './dialect.js';

/** Returns an order as the answers to create and cancel show it. */
export function upbitOrder({ order, fills }: SeenOrder): Record<string, Json> {
  return {
    ...orderView(order, UPBIT.ids.orderId(order.orderId), fills.length),
    identifier: order.clientOrderId || undefined,
  };
}

/** Returns an order as lists show it: with the sum of its fills, but without the fills. */
export function listedOrder(seen: SeenOrder): Json {
  return { ...upbitOrder(seen), executed_funds: text(seen.order.cumulativeQuote) };
}

/** Returns an order as a read of this one order shows it, with its fills. */
export function orderWithTrades(seen: SeenOrder): Json {
  return { ...upbitOrder(seen), trades: tradesView(seen, UPBIT) };
}
