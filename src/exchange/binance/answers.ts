import type { z } from 'zod';
import { isZero, signOf } from '../../domain/decimal.js';
import type { Fill } from '../../domain/fill.js';
import { TIMES_IN_FORCE, type OrderTerms, type OrderView } from '../../domain/order.js';
import type { orderAnswer, fillAnswer } from './wire.js';

type OrderAnswer = z.infer<typeof orderAnswer>;

/** Returns how a REST answer sees an order. */
export function toView(answer: OrderAnswer): OrderView {
  const cumulativeQuote = answer.cummulativeQuoteQty ?? answer.cumQuote;
  const isKnown = cumulativeQuote !== undefined && signOf(cumulativeQuote) >= 0;
  return {
    // The spot cancel answer's clientOrderId is the id of the cancel request.
    clientOrderId: answer.origClientOrderId ?? answer.clientOrderId,
    exchangeOrderId: answer.orderId,
    status: answer.status,
    filledQuantity: answer.executedQty,
    ...(isKnown ? { cumulativeQuote } : {}),
  };
}

/** What an order was asked to be: stop and take-profit orders by what they become. */
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
    // GTX and the like rest until they are cancelled.
    timeInForce: TIMES_IN_FORCE.find((known) => known === answer.timeInForce) ?? 'GTC',
    reduceOnly,
  };
}

/** Returns a fill of `myTrades` or `userTrades`. */
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
