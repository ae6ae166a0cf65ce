import { ZERO, type Decimal } from '../../decimal.js';
import type { Market } from '../../market/market.js';
import type { Fill, Instrument, Order } from '../../model.js';
import type { ShownFees } from './extra-fees.js';
import { askedQuantity, priceText, quantityText, sideText } from './order-wire.js';

/** Returns a fill as the execution list and the stream show it. `fills` are those of its order. */
export function executionView(
  fill: Fill,
  order: Order,
  fills: readonly Fill[],
  market: Market,
  fees: ShownFees,
): Record<string, unknown> {
  const instrument = market.instrument(fill.symbol);
  const before = fills.filter(({ tradeId }) => tradeId <= fill.tradeId);
  const value = fill.price.times(fill.quantity);
  return {
    symbol: fill.symbol,
    orderId: market.wireIds.orderId(fill.orderId),
    orderLinkId: fill.clientOrderId,
    side: sideText(fill.side),
    orderPrice: priceText(order.price, instrument),
    orderQty: askedQuantity(order, instrument),
    leavesQty: leavesAfter(order, before, instrument),
    createType: 'CreateByUser',
    orderType: order.type === 'LIMIT' ? 'Limit' : 'Market',
    stopOrderType: 'UNKNOWN',
    execId: market.wireIds.tradeId(fill.symbol, fill.tradeId),
    execPrice: priceText(fill.price, instrument),
    execQty: quantityText(fill.quantity, instrument),
    execValue: value.toString(),
    execType: 'Trade',
    execTime: String(fill.at),
    ...fees,
    feeCurrency: fill.commissionAsset,
    feeRate: feeRate(fill, value),
    execPnl: (fill.realizedPnl ?? ZERO).toString(),
    closedSize: (fill.closedQuantity ?? ZERO).toString(),
    isMaker: fill.isMaker,
    isLeverage: '0',
    blockTradeId: '',
    markPrice: priceText(market.prices.price(fill.symbol), instrument),
    indexPrice: '',
    tradeIv: '',
    markIv: '',
    underlyingPrice: '',
    seq: fill.tradeId,
  };
}

function leavesAfter(order: Order, fills: readonly Fill[], instrument: Instrument): string {
  const sum = (of: (fill: Fill) => Decimal): Decimal =>
    fills.reduce((total, fill) => total.plus(of(fill)), ZERO);
  return order.quoteQuantity.gt(0)
    ? order.quoteQuantity.minus(sum(({ price, quantity }) => price.times(quantity))).toString()
    : quantityText(order.quantity.minus(sum(({ quantity }) => quantity)), instrument);
}

/** Returns the rate that was charged, as far as the rounded commission shows it. */
function feeRate({ commission, commissionAsset, symbol, quantity }: Fill, value: Decimal): string {
  const base = symbol.startsWith(commissionAsset) ? quantity : value;
  return commission.div(base).toDecimalPlaces(5).toString();
}
