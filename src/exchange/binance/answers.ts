import type { z } from 'zod';
import type { CurrentTerms } from '../../domain/current-terms.js';
import { isZero, signOf, type DecimalString } from '../../domain/decimal.js';
import type { Fill } from '../../domain/fill.js';
import { TIMES_IN_FORCE, type OrderTerms, type OrderView } from '../../domain/order.js';
import type { fillAnswer, BinanceOrder } from './wire.js';

/** Returns the view of an order that a REST answer gives. */
export function toView(answer: BinanceOrder): OrderView {
  const cumulativeQuote = answer.cummulativeQuoteQty ?? answer.cumQuote;
  const isKnown = cumulativeQuote !== undefined && signOf(cumulativeQuote) >= 0;
  return {
    // In the spot answer to a cancel, clientOrderId is the id of the cancel request.
    clientOrderId: nameOf(answer.origClientOrderId ?? answer.clientOrderId, answer.orderId),
    exchangeOrderId: answer.orderId,
    status: answer.status,
    filledQuantity: answer.executedQty,
    ...(isKnown ? { cumulativeQuote } : {}),
    ...current({
      type: answer.type,
      quantity: answer.origQty,
      price: answer.price,
      asOf: answer.updateTime ?? answer.transactTime,
    }),
  };
}

/**
 * Returns what an order asks for now, to be spread into a view; nothing if the source lacks a part
 * of it. Limit orders can be amended; the quantity of a market order may be an estimate.
 */
export function current({
  type,
  quantity,
  price,
  asOf,
}: {
  readonly type: string | undefined;
  readonly quantity: DecimalString | undefined;
  readonly price: DecimalString | undefined;
  readonly asOf: string | undefined;
}): { readonly current?: CurrentTerms } {
  if (type === undefined || type.includes('MARKET')) return {};
  if (quantity === undefined || isZero(quantity) || asOf === undefined) return {};
  return {
    current: { quantity, price: price === undefined || isZero(price) ? null : price, asOf },
  };
}

/**
 * Returns the id under which an order is tracked: its client order id, or the exchange's id if it
 * has none. Two such orders must not be taken for the same one.
 */
export function nameOf(clientOrderId: string, exchangeOrderId: string): string {
  return clientOrderId === '' ? exchangeOrderId : clientOrderId;
}

/** Returns an order's terms. A stop or take-profit order has the terms of the order it becomes. */
export function termsOf(answer: BinanceOrder): OrderTerms | null {
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
