import type { KoreanFront } from '../kit/korean/rest.js';
import { amountsOf } from '../kit/korean/order-amounts.js';
import { writeJson, type Json } from '../kit/korean/json.js';
import { orderSteps, type OrderStep } from '../kit/korean/order-steps.js';
import { sideOf, timeInForceOf, typeOf } from '../kit/korean/order-view.js';
import { ZERO } from '../../decimal.js';
import type { MarketUpdate } from '../../model.js';
import type { StreamEvent } from '../../server/streams.js';
import { UPBIT } from './dialect.js';

/** The names that fields have in the format SIMPLE. */
const SHORT: Readonly<Record<string, string>> = {
  type: 'ty',
  code: 'cd',
  uuid: 'uid',
  ask_bid: 'ab',
  order_type: 'ot',
  state: 's',
  trade_uuid: 'tuid',
  price: 'p',
  avg_price: 'ap',
  volume: 'v',
  remaining_volume: 'rv',
  executed_volume: 'ev',
  trades_count: 'tc',
  reserved_fee: 'rsf',
  remaining_fee: 'rmf',
  paid_fee: 'pf',
  locked: 'l',
  executed_funds: 'ef',
  time_in_force: 'tif',
  trade_fee: 'tf',
  is_maker: 'im',
  identifier: 'id',
  smp_type: 'smpt',
  prevented_volume: 'pv',
  prevented_locked: 'pl',
  trade_timestamp: 'ttms',
  order_timestamp: 'otms',
  timestamp: 'tms',
  stream_type: 'st',
};

/** Returns the frames that tell of an update. Faults know each by its state. */
export function upbitEvents(
  { engine }: KoreanFront,
  update: MarketUpdate,
  now: number,
): StreamEvent[] {
  const book = engine.state.markets.upbit.ledger.account(update.apiKey);
  return orderSteps(update, (orderId) => book.fillsOf(orderId)).map((step) => ({
    text: writeJson(frame(step, now)),
    name: step.state,
    symbol: step.order.symbol,
    execution: step.state === 'done' ? null : step.execution.kind,
    vitalField: 'executed_volume',
  }));
}

/** Returns a frame with the names of the format SIMPLE. */
export function simplified(text: string): string {
  return text.replace(/"(\w+)":/g, (whole, name: string) => {
    const short = SHORT[name];
    return short ? `"${short}":` : whole;
  });
}

// Price and volume are the order's, but the trade's where the state is `trade`.
function frame({ state, order, fill, tradesCount, lastFill }: OrderStep, now: number): Json {
  const amounts = amountsOf(order);
  return {
    type: 'myOrder',
    code: order.symbol,
    uuid: UPBIT.ids.orderId(order.orderId),
    ask_bid: sideOf(order).toUpperCase(),
    order_type: typeOf(order),
    state,
    trade_uuid: fill && UPBIT.ids.tradeId(fill.symbol, fill.tradeId),
    price: fill ? fill.price : amounts.price,
    avg_price: amounts.averagePrice,
    volume: fill ? fill.quantity : amounts.volume,
    remaining_volume: amounts.remainingVolume,
    executed_volume: amounts.executedVolume,
    trades_count: tradesCount,
    reserved_fee: amounts.reservedFee,
    remaining_fee: amounts.remainingFee,
    paid_fee: amounts.paidFee,
    locked: amounts.locked,
    executed_funds: amounts.executedFunds,
    time_in_force: timeInForceOf(order) ?? null,
    trade_fee: fill && fill.commission,
    is_maker: fill && fill.isMaker,
    identifier: order.clientOrderId || null,
    smp_type: null,
    prevented_volume: ZERO,
    prevented_locked: ZERO,
    trade_timestamp: lastFill && lastFill.at,
    order_timestamp: order.createdAt,
    timestamp: now,
    stream_type: 'REALTIME',
  };
}
