import type { Json } from '../kit/korean/json.js';
import { amountsOf } from '../kit/korean/order-amounts.js';
import type { OrderStep } from '../kit/korean/order-steps.js';
import { timeInForceOf, typeOf } from '../kit/korean/order-view.js';
import type { FrameRules } from '../kit/korean/stream-events.js';
import { BITHUMB } from './dialect.js';

/** The frames of Bithumb's private stream. */
export const BITHUMB_FRAMES: FrameRules = {
  isBinary: false,
  frame,
  vitalField: 'executed_quantity',
  // An order that may not rest is never reported as waiting.
  isReported: ({ state, order }) => state !== 'wait' || order.timeInForce === 'GTC',
};

// Empty fields are left out. The fee of a fill is the difference between two sums.
function frame({ state, order, fill }: OrderStep, now: number): Json {
  const amounts = amountsOf(order);
  const { price, volume, remainingVolume } = amounts;
  return {
    type: 'myOrder',
    stream_type: 'REALTIME',
    code: order.symbol,
    order_id: BITHUMB.ids.orderId(order.orderId),
    client_order_id: order.clientOrderId || undefined,
    side: order.side.toLowerCase(),
    order_type: typeOf(order),
    state,
    time_in_force: timeInForceOf(order),
    order_price: order.type === 'LIMIT' ? order.price : undefined,
    order_quantity: volume ?? undefined,
    order_amount: order.type === 'LIMIT' ? order.price.times(order.quantity) : (price ?? undefined),
    trade_id: fill ? BITHUMB.ids.tradeId(fill.symbol, fill.tradeId) : undefined,
    trade_price: fill?.price,
    trade_quantity: fill?.quantity,
    trade_amount: fill?.price.times(fill.quantity),
    remaining_quantity: remainingVolume ?? undefined,
    executed_quantity: amounts.executedVolume,
    executed_amount: amounts.executedFunds,
    reserved_fee: amounts.reservedFee,
    remaining_fee: amounts.remainingFee,
    paid_fee: amounts.paidFee,
    trade_timestamp: fill?.at,
    order_timestamp: order.createdAt,
    timestamp: now,
  };
}
