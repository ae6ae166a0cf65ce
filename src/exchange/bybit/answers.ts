import type { CurrentTerms } from '../../domain/current-terms.js';
import { add, isZero, maximum, multiply, signOf } from '../../domain/decimal.js';
import { addFee, type Fill } from '../../domain/fill.js';
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

/** Returns the view of an order that a row of a read or of the stream gives. */
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
    ...currentOf(row, status),
    ...(reason === undefined ? {} : { reason }),
  };
}

/**
 * Returns what an order asks for now, to be spread into a view. Bybit does not document whether the
 * `qty` of an amended order includes what had filled before. While the order is open, what has
 * filled and what is left make the whole in any case. Later, it was at least what has filled.
 */
function currentOf(row: BybitOrder, status: OrderStatus): { readonly current?: CurrentTerms } {
  const { qty, price, cumExecQty, leavesQty, updatedTime: asOf } = row;
  if (row.orderType !== 'Limit' || asOf === undefined) return {};
  const isOpen = !isTerminal(status) && leavesQty !== undefined && signOf(leavesQty) > 0;
  const quantity = isOpen ? add(cumExecQty, leavesQty) : maximum(qty, cumExecQty);
  if (isZero(quantity)) return {};
  return {
    current: { quantity, price: price === undefined || isZero(price) ? null : price, asOf },
  };
}

/** Returns an order's terms. A conditional order has the terms of the order it becomes. */
export function termsOf(row: BybitOrder, category: BybitCategory): OrderTerms | null {
  // The quantity of an order that spends an amount is known only when it has bought.
  const quantity = spendsAmount(row, category) ? row.cumExecQty : row.qty;
  if (isZero(quantity)) return null;
  const isMarket = row.orderType === 'Market';
  // For market orders on contracts, `price` is the worst price that they would accept.
  const hasPrice = !isMarket && row.price !== undefined && !isZero(row.price);
  return {
    side: row.side,
    orderType: isMarket ? 'MARKET' : 'LIMIT',
    quantity,
    price: hasPrice ? (row.price ?? null) : null,
    // Other values, such as PostOnly, also rest until they are cancelled.
    timeInForce: TIMES_IN_FORCE.find((known) => known === row.timeInForce) ?? 'GTC',
    reduceOnly: row.reduceOnly ?? false,
  };
}

/**
 * Converts an execution to a fill. Returns `null` if quantity, price, fee or further fees are
 * missing: the order's totals then show that a fill is missing, and a read returns it in full.
 */
export function toFill(
  row: BybitExecution,
  category: BybitCategory,
  symbol: MarketSymbol,
): Fill | null {
  if (signOf(row.execQty) <= 0 || signOf(row.execPrice) <= 0) return null;
  if (row.execFee === undefined || row.extraFees === null) return null;
  const feeAsset = row.feeCurrency ? row.feeCurrency : usualFeeAsset(row, category, symbol);
  const taxes = row.extraFees.reduce<Record<string, string>>(
    (sum, { feeCoin, fee }) => addFee(sum, feeCoin, fee),
    {},
  );
  // What is charged in the fee's own coin is part of the fee.
  const { [feeAsset ?? '']: same = '0', ...otherFees } = taxes;
  return {
    exchangeTradeId: row.execId,
    price: row.execPrice,
    quantity: row.execQty,
    isMaker: row.isMaker ?? null,
    fee: add(row.execFee, same),
    feeAsset,
    ...(Object.keys(otherFees).length > 0 ? { otherFees } : {}),
    realizedPnl: category === 'linear' ? (row.execPnl ?? null) : null,
    executedAt: row.execTime,
  };
}

/**
 * Returns the id under which an order is tracked: its client order id, or the exchange's id if it
 * was placed without one, for example by hand. Two such orders must not be taken for the same one.
 */
export function clientOrderIdOf(row: Pick<BybitOrder, 'orderId' | 'orderLinkId'>): string {
  return row.orderLinkId === '' ? row.orderId : row.orderLinkId;
}

/**
 * Returns whether an order's `qty` is an amount of the quote asset. Spot market buys are by amount
 * unless they ask for `baseCoin`, as ours do. If a row does not name the unit, only the exchange
 * knows when the order is full.
 */
export function spendsAmount(
  row: Pick<BybitOrder, 'side' | 'marketUnit'> & { readonly orderType?: string | null | undefined },
  category: BybitCategory,
): boolean {
  if (category !== 'spot' || row.orderType !== 'Market') return false;
  return row.marketUnit === 'quoteCoin' || (row.side === 'BUY' && row.marketUnit !== 'baseCoin');
}

/**
 * An order that is rejected after part of it has traded had been accepted, so it counts as
 * cancelled.
 */
function statusOf(row: BybitOrder, isByCost: boolean): OrderStatus {
  const { orderStatus, cumExecQty } = row;
  // Only market orders cannot be amended, so that their quantity is the whole for certain.
  const hasQuantity = row.orderType === 'Market' && !isByCost;
  if (orderStatus === OrderStatus.REJECTED && !isZero(cumExecQty)) return OrderStatus.CANCELLED;
  return statusFor(orderStatus, cumExecQty, hasQuantity ? row.qty : null);
}

function quoteOf({ cumExecQty, cumExecValue, avgPrice }: BybitOrder): string | undefined {
  const isKnown = cumExecValue !== undefined && (isZero(cumExecQty) || !isZero(cumExecValue));
  if (isKnown) return cumExecValue;
  return avgPrice === undefined || isZero(avgPrice) ? undefined : multiply(avgPrice, cumExecQty);
}

const NO_REASON: readonly string[] = ['', 'EC_NoError', 'UNKNOWN'];

/**
 * When a cancel loses the race, Bybit sends Filled again, with the failure of the cancel. That is
 * no reason why the order ended.
 */
function reasonOf(row: BybitOrder, status: OrderStatus): string | undefined {
  if (!isTerminal(status) || status === OrderStatus.FILLED) return undefined;
  const named = [row.rejectReason, row.cancelType];
  return named.find((text) => text != null && !NO_REASON.includes(text)) ?? undefined;
}

/**
 * Spot charges its fee in the asset received; contracts charge it in their settlement coin, which
 * is the quote asset.
 */
function usualFeeAsset(
  row: BybitExecution,
  category: BybitCategory,
  symbol: MarketSymbol,
): string | null {
  const [base, quote] = symbol.split('/');
  return (category === 'spot' && row.side === 'BUY' ? base : quote) ?? null;
}
