import { ZERO, type Decimal } from '../../decimal.js';
import type { Market } from '../../market/market.js';
import {
  isOpen,
  leavesQuantity,
  type ExpiryReason,
  type Fill,
  type Instrument,
  type Order,
  type Side,
} from '../../model.js';
import { categoryOf, type Category } from './categories.js';

const AVERAGE_DIGITS = 8;

const CANCEL_TYPE: Readonly<Record<ExpiryReason, string>> = {
  NONE: 'UNKNOWN',
  IOC_REMAINDER: 'UNKNOWN',
  MARKET_REMAINDER: 'UNKNOWN',
  WOULD_TAKE: 'UNKNOWN',
  REDUCE_ONLY: 'CancelByReduceOnly',
  FORCED: 'CancelByAdmin',
};

const REJECT_REASON: Readonly<Record<ExpiryReason, string>> = {
  NONE: 'EC_NoError',
  IOC_REMAINDER: 'EC_NoImmediateQtyToFill',
  MARKET_REMAINDER: 'EC_NoImmediateQtyToFill',
  WOULD_TAKE: 'EC_PostOnlyWillTakeLiquidity',
  REDUCE_ONLY: 'EC_NoError',
  FORCED: 'EC_NoError',
};

export function sideText(side: Side): string {
  return side === 'BUY' ? 'Buy' : 'Sell';
}

export function priceText(value: Decimal, { tickSize }: Instrument): string {
  return value.isZero() ? '0' : value.toFixed(tickSize.decimalPlaces());
}

export function quantityText(value: Decimal, { stepSize }: Instrument): string {
  return value.toFixed(stepSize.decimalPlaces());
}

/** Returns the word for an order's state. Only spot has its own for "cancelled with fills". */
export function statusText({ status, filledQuantity }: Order, category: Category): string {
  switch (status) {
    case 'NEW':
      return 'New';
    case 'PARTIALLY_FILLED':
      return 'PartiallyFilled';
    case 'FILLED':
      return 'Filled';
    case 'REJECTED':
      return 'Rejected';
    case 'CANCELLED':
    case 'EXPIRED':
      return category === 'spot' && filledQuantity.gt(0) ? 'PartiallyFilledCanceled' : 'Cancelled';
  }
}

/** Returns an order as lists and the stream show it. `fills` are the order's, oldest first. */
export function orderView(order: Order, fills: readonly Fill[], market: Market): object {
  const category = categoryOf(market.name);
  const instrument = market.instrument(order.symbol);
  const counted = fillsWithin(order, fills);
  const fees = feesOf(counted);
  const leaves = leavesOf(order, instrument);
  return {
    symbol: order.symbol,
    orderId: market.wireIds.orderId(order.orderId),
    orderLinkId: order.clientOrderId,
    blockTradeId: '',
    side: sideText(order.side),
    orderType: order.type === 'LIMIT' ? 'Limit' : 'Market',
    stopOrderType: '',
    createType: 'CreateByUser',
    cancelType: order.status === 'CANCELLED' ? cancelType(order) : 'UNKNOWN',
    rejectReason: REJECT_REASON[order.endReason ?? 'NONE'],
    price: priceText(order.price, instrument),
    qty: askedQuantity(order, instrument),
    ...(category === 'spot' ? { marketUnit: unitOf(order) } : { tpslMode: 'Full' }),
    timeInForce: order.postOnly ? 'PostOnly' : order.timeInForce,
    orderStatus: statusText(order, category),
    avgPrice: averagePrice(order),
    leavesQty: leaves.quantity,
    leavesValue: leaves.value,
    cumExecQty: quantityText(order.filledQuantity, instrument),
    cumExecValue: order.cumulativeQuote.toString(),
    cumExecFee: [...fees.values()].reduce((sum, fee) => sum.plus(fee), ZERO).toString(),
    cumFeeDetail: Object.fromEntries([...fees].map(([asset, fee]) => [asset, fee.toString()])),
    closedPnl: counted
      .reduce((sum, { realizedPnl }) => sum.plus(realizedPnl ?? ZERO), ZERO)
      .toString(),
    reduceOnly: order.reduceOnly,
    closeOnTrigger: false,
    positionIdx: 0,
    isLeverage: '0',
    triggerPrice: '',
    takeProfit: '',
    stopLoss: '',
    triggerDirection: 0,
    triggerBy: '',
    smpType: 'None',
    smpGroup: 0,
    smpOrderId: '',
    placeType: '',
    lastPriceOnCreated: '',
    orderIv: '',
    createdTime: String(order.createdAt),
    updatedTime: String(order.updatedAt),
  };
}

function cancelType({ endReason }: Order): string {
  return endReason === undefined ? 'CancelByUser' : CANCEL_TYPE[endReason];
}

function unitOf({ quoteQuantity }: Order): string {
  return quoteQuantity.gt(0) ? 'quoteCoin' : 'baseCoin';
}

/** Returns `qty` as it was sent. If the order spends an amount, that is the amount. */
export function askedQuantity(order: Order, instrument: Instrument): string {
  const { quoteQuantity } = order;
  return quoteQuantity.gt(0) ? quoteQuantity.toString() : quantityText(order.quantity, instrument);
}

function leavesOf(order: Order, instrument: Instrument): { quantity: string; value: string } {
  const { quoteQuantity, cumulativeQuote } = order;
  if (quoteQuantity.gt(0)) {
    const rest = isOpen(order) ? quoteQuantity.minus(cumulativeQuote) : ZERO;
    return { quantity: rest.toString(), value: rest.toString() };
  }
  const leaves = leavesQuantity(order);
  const value = leaves.times(order.price).toString();
  return { quantity: quantityText(leaves, instrument), value };
}

/** Returns the fills that are in the order's own figures. In a view of the past these are fewer. */
function fillsWithin({ filledQuantity }: Order, fills: readonly Fill[]): readonly Fill[] {
  let sum = ZERO;
  return fills.filter(({ quantity }) => {
    sum = sum.plus(quantity);
    return sum.lte(filledQuantity);
  });
}

function feesOf(fills: readonly Fill[]): Map<string, Decimal> {
  const fees = new Map<string, Decimal>();
  for (const { commission, commissionAsset: asset } of fills) {
    fees.set(asset, commission.plus(fees.get(asset) ?? ZERO));
  }
  return fees;
}

function averagePrice({ filledQuantity, cumulativeQuote }: Order): string {
  if (filledQuantity.isZero()) return '';
  return cumulativeQuote.div(filledQuantity).toDecimalPlaces(AVERAGE_DIGITS).toString();
}
