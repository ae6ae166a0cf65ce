import { ZERO } from '../../decimal.js';
import type { Json } from '../kit/korean/json.js';
import { amountsOf } from '../kit/korean/order-amounts.js';
import type { OrderStep } from '../kit/korean/order-steps.js';
import { sideOf, timeInForceOf, typeOf } from '../kit/korean/order-view.js';
import type { FrameRules } from '../kit/korean/stream-events.js';
import { UPBIT } from './dialect.js';

/** The names of fields in the format SIMPLE. */
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

/** The frames of Upbit's private stream. */
export const UPBIT_FRAMES: FrameRules = {
  isBinary: true,
  frame,
  vitalField: 'executed_volume',
  simplified,
};

/** Returns a frame with the field names of the format SIMPLE. */
function simplified(text: string): string {
  return text.replace(/"(\w+)":/g, (whole, name: string) => {
    const short = SHORT[name];
    return short ? `"${short}":` : whole;
  });
}

// Price and volume are those of the order or, in the state `trade`, those of the fill.
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
