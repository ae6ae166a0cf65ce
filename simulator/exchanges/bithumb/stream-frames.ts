import { amountsOf } from '../kit/korean/order-amounts.js';
import { writeJson, type Json } from '../kit/korean/json.js';
import { orderSteps, type OrderStep } from '../kit/korean/order-steps.js';
import { timeInForceOf, typeOf } from '../kit/korean/order-view.js';
import type { KoreanFront } from '../kit/korean/rest.js';
import type { MarketUpdate } from '../../model.js';
import type { StreamEvent } from '../../server/streams.js';
import { BITHUMB } from './dialect.js';

/** Returns the frames that tell of an update. Faults know each by its state. */
export function bithumbEvents(
  { engine }: KoreanFront,
  update: MarketUpdate,
  now: number,
): StreamEvent[] {
  const book = engine.state.markets.bithumb.ledger.account(update.apiKey);
  return orderSteps(update, (orderId) => book.fillsOf(orderId))
    .filter(isTold)
    .map((step) => ({
      text: writeJson(frame(step, now)),
      name: step.state,
      symbol: step.order.symbol,
      execution: step.state === 'done' ? null : step.execution.kind,
      vitalField: 'executed_quantity',
    }));
}

/** An order that may not rest is never said to wait. */
function isTold({ state, order }: OrderStep): boolean {
  return state !== 'wait' || order.timeInForce === 'GTC';
}

// What a frame has nothing to say about is left out. A fee of one trade is the difference of two.
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
