import { z } from 'zod';
import { multiply, type DecimalString } from '../../domain/decimal.js';
import { feeShare } from '../kit/korean/fees.js';
import { orderReader, type FrameFill } from '../kit/korean/messages.js';
import { number, side, state } from '../kit/korean/wire.js';
import { epochInstant } from '../kit/values.js';

/**
 * "내 주문 및 체결 (MyOrder)" of Private v2. Bithumb omits fields that have no value.
 *
 * @see https://apidocs.bithumb.com/reference/내-주문-및-체결-myorder
 */
const myOrder = z.object({
  code: z.string(),
  order_id: z.string().min(1),
  client_order_id: z.string().nullish(),
  side,
  order_type: z.string(),
  state,
  order_price: number.nullish(),
  order_quantity: number.nullish(),
  /** The amount that a market buy may spend. */
  order_amount: number.nullish(),
  trade_id: z.string().nullish(),
  trade_price: number.nullish(),
  trade_quantity: number.nullish(),
  trade_amount: number.nullish(),
  executed_quantity: number.nullish(),
  executed_amount: number.nullish(),
  paid_fee: number.nullish(),
  time_in_force: z.string().nullish(),
  cancel_type: z.string().nullish(),
  trade_timestamp: epochInstant.nullish(),
  timestamp: epochInstant,
});

type MyOrder = z.infer<typeof myOrder>;

const orderFrame = myOrder.transform((frame) => ({
  market: frame.code,
  order: {
    exchangeOrderId: frame.order_id,
    clientOrderId: frame.client_order_id ?? null,
    side: frame.side,
    type: frame.order_type,
    state: frame.state,
    price: frame.order_amount ?? frame.order_price ?? null, // what a market buy may spend
    volume: frame.order_quantity ?? null,
    executed: frame.executed_quantity ?? '0',
    funds: frame.executed_amount ?? null,
    paidFee: frame.paid_fee ?? null,
    timeInForce: frame.time_in_force,
    cancelType: frame.cancel_type,
  },
  fill: frame.state === 'trade' ? fillIn(frame) : null,
  eventAt: frame.timestamp,
}));

/** Reads a `myOrder` frame. @throws UnreadableMessage when it is not as documented */
export const readOrder = orderReader('bithumb', orderFrame);

function fillIn(frame: MyOrder): FrameFill {
  return {
    id: frame.trade_id,
    price: frame.trade_price,
    volume: frame.trade_quantity,
    executedAt: frame.trade_timestamp,
    isMaker: null,
    fee: feeIn(frame),
    isFeeShared: true,
  };
}

/**
 * Returns the fee of the fill. No frame contains it; it follows from what the order has paid so
 * far.
 */
function feeIn(frame: MyOrder): DecimalString | null {
  const { trade_price: price, trade_quantity: quantity, paid_fee, executed_amount } = frame;
  if (price == null || quantity == null || paid_fee == null || executed_amount == null) return null;
  return feeShare(paid_fee, frame.trade_amount ?? multiply(price, quantity), executed_amount);
}
