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

/** Returns the answer to a cancel, which does not contain the order's state. */
export function acknowledged(order: Order): { order_id: string; created_at: string } {
  return {
    order_id: BITHUMB.ids.orderId(order.orderId),
    created_at: seoulSeconds(order.createdAt),
  };
}

/** Returns the answer to a new order, which is only an acknowledgement, too. */
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

/** Returns an order as lists show it: with the sum of its fills, but without the fills. */
export function listedOrder({ order, fills }: SeenOrder): Record<string, Json> {
  return {
    ...orderView(order, BITHUMB.ids.orderId(order.orderId), fills.length),
    executed_funds: text(order.cumulativeQuote),
    stp_type: 'cancel_taker',
    client_order_id: order.clientOrderId || undefined,
  };
}

/** Returns an order as a read of this one order shows it, with its fills. */
export function orderWithTrades(seen: SeenOrder): Json {
  return { ...listedOrder(seen), trades: tradesView(seen, BITHUMB) };
}
