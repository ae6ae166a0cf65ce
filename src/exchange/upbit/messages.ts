import { z } from 'zod';
import { add, multiply, type DecimalString } from '../../domain/decimal.js';
import { feeShare } from '../kit/korean/fees.js';
import { orderReader, type FrameFill } from '../kit/korean/messages.js';
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
  /** The order's price, or the fill's if the state is `trade`. The same holds for `volume`. */
  price: number.nullish(),
  volume: number.nullish(),
  remaining_volume: number.nullish(),
  executed_volume: number,
  executed_funds: number.nullish(),
  paid_fee: number.nullish(),
  /** The volume that self-match prevention has cancelled. */
  prevented_volume: number.nullish(),
  time_in_force: z.string().nullish(),
  trade_fee: number.nullish(),
  is_maker: z.boolean().nullish(),
  identifier: z.string().nullish(),
  trade_timestamp: epochInstant.nullish(),
  timestamp: epochInstant,
});

type MyOrder = z.infer<typeof myOrder>;

const orderFrame = myOrder.transform((frame) => {
  const isTrade = frame.state === 'trade';
  return {
    market: frame.code,
    order: {
      exchangeOrderId: frame.uuid,
      clientOrderId: frame.identifier ?? null,
      side: frame.ask_bid,
      type: frame.order_type,
      state: frame.state,
      price: isTrade ? null : (frame.price ?? null),
      volume: isTrade ? orderedVolume(frame) : (frame.volume ?? null),
      executed: frame.executed_volume,
      funds: frame.executed_funds ?? null,
      paidFee: frame.paid_fee ?? null,
      timeInForce: frame.time_in_force,
    },
    fill: isTrade ? fillIn(frame) : null,
    eventAt: frame.timestamp,
  };
});

/** Reads a `myOrder` frame. @throws UnreadableMessage when it is not as documented */
export const readOrder = orderReader('upbit', orderFrame);

/** Returns the ordered quantity; `null` for an order that spends an amount, which has no volume. */
function orderedVolume(frame: MyOrder): DecimalString | null {
  const { remaining_volume: remaining, executed_volume, prevented_volume } = frame;
  return remaining == null ? null : add(executed_volume, remaining, prevented_volume ?? '0');
}

function fillIn(frame: MyOrder): FrameFill {
  return {
    id: frame.trade_uuid,
    price: frame.price,
    volume: frame.volume,
    executedAt: frame.trade_timestamp,
    isMaker: frame.is_maker ?? null,
    fee: feeIn(frame),
    isFeeShared: frame.trade_fee == null,
  };
}

function feeIn({
  trade_fee,
  price,
  volume,
  paid_fee,
  executed_funds,
}: MyOrder): DecimalString | null {
  if (trade_fee != null) return trade_fee;
  if (price == null || volume == null || paid_fee == null || executed_funds == null) return null;
  return feeShare(paid_fee, multiply(price, volume), executed_funds);
}
