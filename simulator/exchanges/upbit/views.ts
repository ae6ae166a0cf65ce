import type { SeenOrder } from '../kit/korean/dialect.js';
import type { Json } from '../kit/korean/json.js';
import { orderView, text, tradeView } from '../kit/korean/order-view.js';
import { UPBIT } from './dialect.js';

/** Returns an order as create and cancel answer it. */
export function upbitOrder({ order, fills }: SeenOrder): Record<string, Json> {
  return {
    ...orderView(order, UPBIT.ids.orderId(order.orderId), fills.length),
    identifier: order.clientOrderId || undefined,
  };
}

/** Returns an order as lists have it: with what its trades came to, without the trades. */
export function listedOrder(seen: SeenOrder): Json {
  return { ...upbitOrder(seen), executed_funds: text(seen.order.cumulativeQuote) };
}

/** Returns an order as it is read alone, with its trades. */
export function orderWithTrades(seen: SeenOrder): Json {
  const trades = seen.fills.map((fill, index) =>
    tradeView(fill, UPBIT.ids.tradeId(fill.symbol, fill.tradeId), seen.fills[index - 1]),
  );
  return { ...upbitOrder(seen), trades };
}
