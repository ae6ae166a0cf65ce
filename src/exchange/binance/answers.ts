import type { z } from 'zod';
import { isZero, signOf } from '../../domain/decimal.js';
import type { Fill } from '../../domain/fill.js';
import { TIMES_IN_FORCE, type OrderTerms, type OrderView } from '../../domain/order.js';
import type { orderAnswer, fillAnswer } from './wire.js';

type OrderAnswer = z.infer<typeof orderAnswer>;

/** Returns the view of an order that a REST answer gives. */
export function toView(answer: OrderAnswer): OrderView {
  const cumulativeQuote = answer.cummulativeQuoteQty ?? answer.cumQuote;
  const isKnown = cumulativeQuote !== undefined && signOf(cumulativeQuote) >= 0;
  return {
    // In the spot answer to a cancel, clientOrderId is the id of the cancel request.
    clientOrderId: answer.origClientOrderId ?? answer.clientOrderId,
    exchangeOrderId: answer.orderId,
    status: answer.status,
    filledQuantity: answer.executedQty,
    ...(isKnown ? { cumulativeQuote } : {}),
  };
}

/** Returns an order's terms. A stop or take-profit order has the terms of the order it becomes. */
export function termsOf(answer: OrderAnswer): OrderTerms | null {
  const { side, type, origQty, price, reduceOnly = false } = answer;
  if (side === undefined || type === undefined || origQty === undefined || isZero(origQty)) {
    return null;
  }
  return {
    side,
    orderType: type.includes('MARKET') ? 'MARKET' : 'LIMIT',
    quantity: origQty,
    price: price === undefined || isZero(price) ? null : price,
    // Other values, such as GTX, also rest until they are cancelled.
    timeInForce: TIMES_IN_FORCE.find((known) => known === answer.timeInForce) ?? 'GTC',
    reduceOnly,
  };
}

/** Converts a row of `myTrades` or `userTrades` to a fill. */
export function toFill(answer: z.infer<typeof fillAnswer>): Fill {
  return {
    exchangeTradeId: answer.id,
    price: answer.price,
    quantity: answer.qty,
    isMaker: answer.isMaker ?? answer.maker ?? null,
    fee: answer.commission,
    feeAsset: answer.commissionAsset,
    realizedPnl: answer.realizedPnl ?? null,
    executedAt: answer.time,
  };
}
