import type { Order } from '../../model.js';
import type { Json } from '../kit/korean/json.js';
import {
  orderView,
  sideOf,
  text,
  tradesView,
  typeOf,
  type SeenOrder,
} from '../kit/korean/order-view.js';
import { seoulSeconds } from '../kit/korean/seoul-time.js';
import { BITHUMB } from './dialect.js';

/** Returns the answer to a cancel, which says nothing of the order's state. */
export function acknowledged(order: Order): { order_id: string; created_at: string } {
  return {
    order_id: BITHUMB.ids.orderId(order.orderId),
    created_at: seoulSeconds(order.createdAt),
  };
}

/** Returns the answer to a new order: an acknowledgement, too. */
export function acceptedOrder(order: Order): Json {
  return {
    ...acknowledged(order),
    market: order.symbol,
    side: sideOf(order),
    order_type: typeOf(order),
    stp_type: 'cancel_taker',
    client_order_id: order.clientOrderId || undefined,
  };
}

/** Returns an order as lists have it: with what its fills came to, but without them. */
export function listedOrder({ order, fills }: SeenOrder): Record<string, Json> {
  return {
    ...orderView(order, BITHUMB.ids.orderId(order.orderId), fills.length),
    executed_funds: text(order.cumulativeQuote),
    stp_type: 'cancel_taker',
    client_order_id: order.clientOrderId || undefined,
  };
}

/** Returns an order as it is read alone, with its fills. */
export function orderWithTrades(seen: SeenOrder): Json {
  return { ...listedOrder(seen), trades: tradesView(seen, BITHUMB.ids) };
}
