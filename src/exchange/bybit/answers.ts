import { compare, isZero, multiply, signOf, subtract } from '../../domain/decimal.js';
import type { Fill } from '../../domain/fill.js';
import { statusFor } from '../../domain/merge.js';
import {
  isTerminal,
  OrderStatus,
  TIMES_IN_FORCE,
  type OrderTerms,
  type OrderView,
} from '../../domain/order.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { BybitCategory } from './client.js';
import type { BybitOrder, BybitExecution } from './wire.js';

/** Returns how a row of an order, of a read or of the stream, sees it. */
export function toView(row: BybitOrder, category: BybitCategory): OrderView {
  const isByCost = spendsAmount(row, category);
  const status = statusOf(row, isByCost);
  const cumulativeQuote = quoteOf(row);
  const reason = reasonOf(row, status);
  return {
    clientOrderId: clientOrderIdOf(row),
    exchangeOrderId: row.orderId,
    status,
    filledQuantity: row.cumExecQty,
    ...(cumulativeQuote === undefined ? {} : { cumulativeQuote }),
    ...(isByCost ? { isByCost } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** What an order was asked to be; conditional orders by what they become. */
export function termsOf(row: BybitOrder, category: BybitCategory): OrderTerms | null {
  // What a bought amount comes to is known once it is bought.
  const quantity = spendsAmount(row, category) ? row.cumExecQty : row.qty;
  if (isZero(quantity)) return null;
  const isMarket = row.orderType === 'Market';
  // Market orders on contracts show the worst price that they would take.
  const hasPrice = !isMarket && row.price !== undefined && !isZero(row.price);
  return {
    side: row.side,
    orderType: isMarket ? 'MARKET' : 'LIMIT',
    quantity,
    price: hasPrice ? (row.price ?? null) : null,
    // PostOnly and the like rest until they are cancelled.
    timeInForce: TIMES_IN_FORCE.find((known) => known === row.timeInForce) ?? 'GTC',
    reduceOnly: row.reduceOnly ?? false,
  };
}

/**
 * Returns the fill that an execution is, or `null` of one without quantity, price or fee: the
 * totals show what is missing, and the reads name it.
 */
export function toFill(
  row: BybitExecution,
  category: BybitCategory,
  symbol: MarketSymbol,
): Fill | null {
  if (signOf(row.execQty) <= 0 || signOf(row.execPrice) <= 0) return null;
  if (row.execFee === undefined) return null;
  return {
    exchangeTradeId: row.execId,
    price: row.execPrice,
    quantity: row.execQty,
    isMaker: row.isMaker ?? null,
    fee: row.execFee,
    feeAsset: row.feeCurrency ? row.feeCurrency : usualFeeAsset(row, category, symbol),
    realizedPnl: category === 'linear' ? (row.execPnl ?? null) : null,
    executedAt: row.execTime,
  };
}

/**
 * Returns by what an order is tracked: its own client order id, or the exchange's id where it was
 * placed without one, as by hand. Two of those must not be taken for one order.
 */
export function clientOrderIdOf(row: Pick<BybitOrder, 'orderId' | 'orderLinkId'>): string {
  return row.orderLinkId === '' ? row.orderId : row.orderLinkId;
}

/**
 * Returns whether an order's `qty` is an amount of the quote asset. Spot market buys are by amount
 * unless they ask for `baseCoin`, as ours do; where a row does not name the unit, only the exchange
 * knows when it is full.
 */
export function spendsAmount(
  row: Pick<BybitOrder, 'side' | 'marketUnit'> & { readonly orderType?: string | null | undefined },
  category: BybitCategory,
): boolean {
  if (category !== 'spot' || row.orderType !== 'Market') return false;
  return row.marketUnit === 'quoteCoin' || (row.side === 'BUY' && row.marketUnit !== 'baseCoin');
}

/**
 * Returns how much of an order is filled at one of its executions, as far as that proves it. Its
 * remainder says so while something remains; none remains of an order that was cancelled, too, and
 * then nothing but the execution's own quantity is sure.
 */
export function filledAt(row: BybitExecution, category: BybitCategory): string {
  const { orderQty, leavesQty, execQty } = row;
  if (orderQty === undefined || leavesQty === undefined || spendsAmount(row, category)) {
    return execQty;
  }
  if (signOf(leavesQty) <= 0) return execQty;
  const filled = subtract(orderQty, leavesQty);
  return compare(filled, execQty) >= 0 ? filled : execQty;
}

/** An order that is refused after a part of it has traded was accepted: its rest is cancelled. */
function statusOf(row: BybitOrder, isByCost: boolean): OrderStatus {
  const { orderStatus, cumExecQty } = row;
  if (orderStatus === OrderStatus.REJECTED && !isZero(cumExecQty)) return OrderStatus.CANCELLED;
  return statusFor(orderStatus, cumExecQty, isByCost ? null : row.qty);
}

function quoteOf({ cumExecQty, cumExecValue, avgPrice }: BybitOrder): string | undefined {
  const isKnown = cumExecValue !== undefined && (isZero(cumExecQty) || !isZero(cumExecValue));
  if (isKnown) return cumExecValue;
  return avgPrice === undefined || isZero(avgPrice) ? undefined : multiply(avgPrice, cumExecQty);
}

const NO_REASON: readonly string[] = ['', 'EC_NoError', 'UNKNOWN'];

/** After a cancel that lost the race Filled comes again, with the cancel's failure: no reason. */
function reasonOf(row: BybitOrder, status: OrderStatus): string | undefined {
  if (!isTerminal(status) || status === OrderStatus.FILLED) return undefined;
  const named = [row.rejectReason, row.cancelType];
  return named.find((text) => text != null && !NO_REASON.includes(text)) ?? undefined;
}

/** Spot charges what is received, contracts what they settle in, which is their quote. */
function usualFeeAsset(
  row: BybitExecution,
  category: BybitCategory,
  symbol: MarketSymbol,
): string | null {
  const [base, quote] = symbol.split('/');
  return (category === 'spot' && row.side === 'BUY' ? base : quote) ?? null;
}
