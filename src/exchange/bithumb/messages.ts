import { z } from 'zod';
import { compare, multiply } from '../../domain/decimal.js';
import type { Fill } from '../../domain/fill.js';
import type { OrderUpdate } from '../../domain/order.js';
import { readFields } from '../kit/frames.js';
import { feeShare } from '../kit/korean/fees.js';
import { quoteAsset } from '../../domain/symbol.js';
import { toView } from '../kit/korean/order.js';
import type { SymbolOf } from '../kit/korean/stream.js';
import { number, side, state } from '../kit/korean/wire.js';
import { epochInstant } from '../kit/values.js';

/**
 * "내 주문 및 체결 (MyOrder)" of Private v2. Fields that have nothing to say are left out.
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
  /** What a market buy is to spend. */
  order_amount: number.nullish(),
  trade_id: z.string().nullish(),
  trade_price: number.nullish(),
  trade_quantity: number.nullish(),
  trade_amount: number.nullish(),
  executed_quantity: number.nullish(),
  executed_amount: number.nullish(),
  paid_fee: number.nullish(),
  cancel_type: z.string().nullish(),
  trade_timestamp: epochInstant.nullish(),
  timestamp: epochInstant,
});

type MyOrder = z.infer<typeof myOrder>;

/** Reads a `myOrder` frame. @throws UnreadableMessage when it is not as documented */
export function readOrder(frame: unknown, symbolOf: SymbolOf): OrderUpdate | null {
  const order = readFields('bithumb myOrder', myOrder, frame);
  const symbol = symbolOf(order.code);
  if (symbol === undefined) return null;
  const view = toView({
    exchangeOrderId: order.order_id,
    clientOrderId: order.client_order_id ?? null,
    quote: quoteAsset(symbol),
    side: order.side,
    type: order.order_type,
    state: order.state,
    price: order.order_amount ?? order.order_price ?? null, // what a market buy spends
    volume: order.order_quantity ?? null,
    executed: order.executed_quantity ?? '0',
    funds: order.executed_amount ?? null,
    paidFee: order.paid_fee ?? null,
    cancelType: order.cancel_type,
  });
  return {
    ...view,
    symbol,
    side: order.side,
    fill: order.state === 'trade' ? toFill(order, quoteAsset(symbol)) : null,
    eventAt: order.timestamp,
  };
}

/**
 * Returns the fill that a frame carries. Its fee is not told, but follows from what the order has paid so far.
 * Without an id, a price, a quantity or that it carries none: the executed quantity still shows that one is
 * missing, and REST has it.
 */
function toFill(order: MyOrder, feeAsset: string): Fill | null {
  const { trade_id: id, trade_price: price, trade_quantity: quantity } = order;
  const { paid_fee, executed_amount, trade_timestamp: executedAt } = order;
  if (!id || price == null || quantity == null || executedAt == null) return null;
  if (compare(price, '0') <= 0 || compare(quantity, '0') <= 0) return null;
  if (paid_fee == null || executed_amount == null) return null;
  const amount = order.trade_amount ?? multiply(price, quantity);
  return {
    exchangeTradeId: id,
    price,
    quantity,
    isMaker: null,
    fee: feeShare(paid_fee, amount, executed_amount),
    feeAsset,
    orderFee: { paid: paid_fee, atQuantity: order.executed_quantity ?? '0', isShared: true },
    realizedPnl: null,
    executedAt,
  };
}
