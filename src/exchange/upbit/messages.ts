import { z } from 'zod';
import { add, compare, multiply, type DecimalString } from '../../domain/decimal.js';
import type { Fill } from '../../domain/fill.js';
import type { OrderUpdate } from '../../domain/order.js';
import { readFields } from '../kit/frames.js';
import { feeShare } from '../kit/korean/fees.js';
import { quoteAsset } from '../../domain/symbol.js';
import { toView } from '../kit/korean/order.js';
import type { SymbolOf } from '../kit/korean/stream.js';
import { number, side, state } from '../kit/korean/wire.js';
import { epochInstant } from '../kit/values.js';

/** "My Order and Trade (myOrder)". @see https://docs.upbit.com/kr/reference/websocket-myorder */
const myOrder = z.object({
  code: z.string(),
  uuid: z.string().min(1),
  ask_bid: side,
  order_type: z.string(),
  state,
  trade_uuid: z.string().nullish(),
  /** The order's; the fill's where the state is `trade`. So is `volume`. */
  price: number.nullish(),
  volume: number.nullish(),
  remaining_volume: number.nullish(),
  executed_volume: number,
  executed_funds: number.nullish(),
  paid_fee: number.nullish(),
  /** Self-match prevention has taken so much off. */
  prevented_volume: number.nullish(),
  trade_fee: number.nullish(),
  is_maker: z.boolean().nullish(),
  identifier: z.string().nullish(),
  trade_timestamp: epochInstant.nullish(),
  timestamp: epochInstant,
});

type MyOrder = z.infer<typeof myOrder>;

/** Reads a `myOrder` frame. @throws UnreadableMessage when it is not as documented */
export function readOrder(frame: unknown, symbolOf: SymbolOf): OrderUpdate | null {
  const order = readFields('upbit myOrder', myOrder, frame);
  const symbol = symbolOf(order.code);
  if (symbol === undefined) return null;
  const isTrade = order.state === 'trade';
  const view = toView({
    exchangeOrderId: order.uuid,
    clientOrderId: order.identifier ?? null,
    quote: quoteAsset(symbol),
    side: order.ask_bid,
    type: order.order_type,
    state: order.state,
    price: isTrade ? null : (order.price ?? null),
    volume: isTrade ? orderedVolume(order) : (order.volume ?? null),
    executed: order.executed_volume,
    funds: order.executed_funds ?? null,
    paidFee: order.paid_fee ?? null,
  });
  return {
    ...view,
    symbol,
    side: order.ask_bid,
    fill: isTrade ? toFill(order, quoteAsset(symbol)) : null,
    eventAt: order.timestamp,
  };
}

/** Nothing remains of an order that spends an amount: it has no volume. */
function orderedVolume(order: MyOrder): DecimalString | null {
  const { remaining_volume: remaining, executed_volume, prevented_volume } = order;
  return remaining == null ? null : add(executed_volume, remaining, prevented_volume ?? '0');
}

/**
 * Returns the fill that a frame carries. Without an id, a price, a quantity or a way to its fee it carries none: the
 * executed volume still shows that one is missing, and REST has it.
 */
function toFill(order: MyOrder, feeAsset: string): Fill | null {
  const { trade_uuid: id, price, volume, trade_timestamp: executedAt } = order;
  if (!id || price == null || volume == null || executedAt == null) return null;
  if (compare(price, '0') <= 0 || compare(volume, '0') <= 0) return null;
  const fee = feeOf(order, multiply(price, volume));
  if (fee === null) return null;
  return {
    exchangeTradeId: id,
    price,
    quantity: volume,
    isMaker: order.is_maker ?? null,
    fee,
    feeAsset,
    orderFee: {
      paid: order.paid_fee ?? fee,
      atQuantity: order.executed_volume,
      isShared: order.trade_fee == null,
    },
    realizedPnl: null,
    executedAt,
  };
}

function feeOf(order: MyOrder, funds: DecimalString): DecimalString | null {
  const { trade_fee, paid_fee, executed_funds } = order;
  if (trade_fee != null) return trade_fee;
  return paid_fee == null || executed_funds == null
    ? null
    : feeShare(paid_fee, funds, executed_funds);
}
