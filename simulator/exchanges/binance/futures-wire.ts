import { ZERO, type Decimal } from '../../decimal.js';
import type {
  Execution,
  ExpiryReason,
  Fill,
  Instrument,
  MarketUpdate,
  Order,
  Position,
} from '../../model.js';
import type { StreamEvent } from '../../server/streams.js';
import { streamEvent, type BinanceEvent } from './stream-event.js';
import { amount, EXECUTION_TYPE, STATUS } from './wire.js';

const EXPIRY_REASON: Readonly<Record<ExpiryReason, string>> = {
  NONE: '0',
  IOC_REMAINDER: '2',
  REDUCE_ONLY: '4',
  WOULD_TAKE: '0',
  FORCED: '7',
  MARKET_REMAINDER: '9',
};

function priceText(value: Decimal, { tickSize }: Instrument): string {
  return value.toFixed(Math.max(2, tickSize.decimalPlaces()));
}

function quantityText(value: Decimal, { stepSize }: Instrument): string {
  return value.toFixed(stepSize.decimalPlaces());
}

function averagePrice(order: Order): string {
  if (order.filledQuantity.isZero()) return '0.00';
  const average = order.cumulativeQuote.div(order.filledQuantity).toDecimalPlaces(8);
  return average.toFixed(Math.max(2, average.decimalPlaces()));
}

/** Returns an order as GET order, openOrders and allOrders show it. */
export function orderView(order: Order, instrument: Instrument): object {
  return { ...placedView(order, instrument), time: order.createdAt };
}

/** Returns an order as the answers to POST and DELETE show it: without its creation time. */
export function placedView(order: Order, instrument: Instrument): object {
  return {
    orderId: order.orderId,
    symbol: order.symbol,
    status: STATUS[order.status],
    clientOrderId: order.clientOrderId,
    price: priceText(order.price, instrument),
    avgPrice: averagePrice(order),
    origQty: quantityText(order.quantity, instrument),
    executedQty: quantityText(order.filledQuantity, instrument),
    cumQty: quantityText(order.filledQuantity, instrument),
    cumQuote: amount(order.cumulativeQuote),
    timeInForce: timeInForceOf(order),
    type: order.type,
    reduceOnly: order.reduceOnly,
    closePosition: false,
    side: order.side,
    positionSide: 'BOTH',
    stopPrice: '0.00',
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    origType: order.type,
    priceMatch: 'NONE',
    selfTradePreventionMode: 'EXPIRE_MAKER',
    goodTillDate: 0,
    updateTime: order.updatedAt,
  };
}

/** Returns a fill as userTrades shows it. */
export function tradeView(fill: Fill, instrument: Instrument): object {
  return {
    symbol: fill.symbol,
    id: fill.tradeId,
    orderId: fill.orderId,
    side: fill.side,
    price: priceText(fill.price, instrument),
    qty: quantityText(fill.quantity, instrument),
    realizedPnl: amount(fill.realizedPnl ?? ZERO),
    quoteQty: amount(fill.price.times(fill.quantity)),
    commission: amount(fill.commission),
    commissionAsset: fill.commissionAsset,
    time: fill.at,
    positionSide: 'BOTH',
    buyer: fill.side === 'BUY',
    maker: fill.isMaker,
  };
}

/** Returns the stream events that report one update, in the order in which Binance sends them. */
export function futuresEvents(
  update: MarketUpdate,
  instrumentOf: (symbol: string) => Instrument,
  now: number,
): StreamEvent[] {
  const events: StreamEvent[] = [];
  for (const execution of update.executions) {
    const { fill, kind, order } = execution;
    const { symbol } = order;
    const instrument = instrumentOf(symbol);
    if (fill) {
      events.push(streamEvent(tradeLite(execution, fill, instrument, now), symbol));
      events.push(streamEvent(accountUpdate(execution, now), symbol));
    }
    events.push(streamEvent(orderTradeUpdate(execution, instrument, now), symbol, kind));
  }
  return events;
}

function tradeLite(
  execution: Execution,
  fill: Fill,
  instrument: Instrument,
  now: number,
): BinanceEvent {
  const { order } = execution;
  return {
    e: 'TRADE_LITE',
    E: now,
    T: execution.at,
    s: order.symbol,
    q: quantityText(order.quantity, instrument),
    p: priceText(order.price, instrument),
    m: fill.isMaker,
    c: order.clientOrderId,
    S: order.side,
    L: priceText(fill.price, instrument),
    l: quantityText(fill.quantity, instrument),
    t: fill.tradeId,
    i: order.orderId,
  };
}

// For the field letters see Binance's documentation, "Event: Order Update".
function orderTradeUpdate(execution: Execution, instrument: Instrument, now: number): BinanceEvent {
  const { kind, order, fill, expiryReason } = execution;
  return {
    e: 'ORDER_TRADE_UPDATE',
    E: now,
    T: execution.at,
    o: {
      s: order.symbol,
      c: order.clientOrderId,
      S: order.side,
      o: order.type,
      f: timeInForceOf(order),
      q: quantityText(order.quantity, instrument),
      p: priceText(order.price, instrument),
      ap: averagePrice(order),
      sp: '0',
      x: kind === 'AMENDED' ? 'AMENDMENT' : EXECUTION_TYPE[kind],
      X: STATUS[order.status],
      i: order.orderId,
      l: quantityText(fill?.quantity ?? ZERO, instrument),
      z: quantityText(order.filledQuantity, instrument),
      L: fill ? priceText(fill.price, instrument) : '0',
      // Without a commission these fields are absent, not zero.
      ...(fill ? { N: fill.commissionAsset, n: amount(fill.commission) } : {}),
      T: execution.at,
      t: fill ? fill.tradeId : 0,
      b: '0',
      a: '0',
      m: fill?.isMaker ?? false,
      R: order.reduceOnly,
      wt: 'CONTRACT_PRICE',
      ot: order.type,
      ps: 'BOTH',
      cp: false,
      rp: fill?.realizedPnl ? amount(fill.realizedPnl) : '0',
      pP: false,
      si: 0,
      ss: 0,
      V: 'EXPIRE_MAKER',
      pm: 'NONE',
      gtd: 0,
      er: EXPIRY_REASON[expiryReason],
    },
  };
}

function accountUpdate({ balances, position, at }: Execution, now: number): BinanceEvent {
  return {
    e: 'ACCOUNT_UPDATE',
    E: now,
    T: at,
    a: {
      m: 'ORDER',
      B: balances.map(({ asset, free }) => {
        return { a: asset, wb: amount(free), cw: amount(free), bc: '0' };
      }),
      P: position ? [positionUpdate(position)] : [],
    },
  };
}

function positionUpdate({ symbol, amount: size, entryPrice, realizedPnl }: Position): object {
  return {
    s: symbol,
    pa: size.toString(),
    ep: amount(entryPrice),
    bep: amount(entryPrice),
    cr: amount(realizedPnl),
    up: '0',
    mt: 'cross',
    iw: '0',
    ps: 'BOTH',
  };
}

function timeInForceOf(order: Order): string {
  return order.postOnly ? 'GTX' : order.timeInForce;
}
