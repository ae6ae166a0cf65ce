import { isOpen, type Execution, type Fill, type MarketUpdate, type Order } from '../../model.js';
import type { StreamEvent } from '../../server/streams.js';
import { streamEvent, type BinanceEvent } from './stream-event.js';
import { amount, EXECUTION_TYPE, STATUS } from './wire.js';

/** Returns what all views of a spot order share. */
function common(order: Order): Record<string, unknown> {
  return {
    price: amount(order.price),
    origQty: amount(order.quantity),
    executedQty: amount(order.filledQuantity),
    origQuoteOrderQty: amount(order.quoteQuantity),
    cummulativeQuoteQty: amount(order.cumulativeQuote),
    status: STATUS[order.status],
    timeInForce: order.timeInForce,
    type: typeOf(order),
    side: order.side,
    selfTradePreventionMode: 'EXPIRE_MAKER',
  };
}

/** Returns an order as GET order, openOrders and allOrders show it: without fees or trades. */
export function orderView(order: Order): object {
  return {
    symbol: order.symbol,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    ...common(order),
    stopPrice: '0.00000000',
    icebergQty: '0.00000000',
    time: order.createdAt,
    updateTime: order.updatedAt,
    isWorking: true,
    workingTime: order.createdAt,
  };
}

/** Returns the answer to POST order, with as much detail as `newOrderRespType` asks for. */
export function placedView(order: Order, fills: readonly Fill[], detail: string): object {
  const ack = {
    symbol: order.symbol,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    transactTime: order.updatedAt,
  };
  if (detail === 'ACK') return ack;
  const result = { ...ack, ...common(order), workingTime: order.createdAt };
  if (detail === 'RESULT') return result;
  return {
    ...result,
    fills: fills.map((fill) => ({
      price: amount(fill.price),
      qty: amount(fill.quantity),
      commission: amount(fill.commission),
      commissionAsset: fill.commissionAsset,
      tradeId: fill.tradeId,
    })),
  };
}

/** Returns the answer to DELETE order. Its clientOrderId is that of the cancel request. */
export function cancelledView(order: Order, requestId: string): object {
  return {
    symbol: order.symbol,
    origClientOrderId: order.clientOrderId,
    orderId: order.orderId,
    orderListId: -1,
    clientOrderId: requestId,
    transactTime: order.updatedAt,
    ...common(order),
  };
}

/** Returns the answer to PUT order/amend/keepPriority, which names some figures differently. */
export function amendedView(order: Order, before: Order, executionId: number): object {
  return {
    transactTime: order.updatedAt,
    executionId,
    amendedOrder: {
      symbol: order.symbol,
      orderId: order.orderId,
      orderListId: -1,
      origClientOrderId: before.clientOrderId,
      clientOrderId: order.clientOrderId,
      price: amount(order.price),
      qty: amount(order.quantity),
      executedQty: amount(order.filledQuantity),
      preventedQty: '0.00000000',
      quoteOrderQty: '0.00000000',
      cumulativeQuoteQty: amount(order.cumulativeQuote),
      status: STATUS[order.status],
      timeInForce: order.timeInForce,
      type: typeOf(order),
      side: order.side,
      workingTime: order.createdAt,
      selfTradePreventionMode: 'EXPIRE_MAKER',
    },
  };
}

/** Returns a fill as myTrades shows it. */
export function tradeView(fill: Fill): object {
  return {
    symbol: fill.symbol,
    id: fill.tradeId,
    orderId: fill.orderId,
    orderListId: -1,
    price: amount(fill.price),
    qty: amount(fill.quantity),
    quoteQty: amount(fill.price.times(fill.quantity)),
    commission: amount(fill.commission),
    commissionAsset: fill.commissionAsset,
    time: fill.at,
    isBuyer: fill.side === 'BUY',
    isMaker: fill.isMaker,
    isBestMatch: true,
  };
}

/** Returns the stream events that report one update: its executions, then the balances. */
export function spotEvents(update: MarketUpdate, now: number): StreamEvent[] {
  return [
    ...update.executions.map((execution) =>
      streamEvent(executionReport(execution, now), execution.order.symbol, execution.kind),
    ),
    streamEvent(accountPosition(update, now)),
  ];
}

// For the field letters see Binance's documentation, "Payload: Order Update".
function executionReport(execution: Execution, now: number): BinanceEvent {
  const { kind, order, fill, requestId, replacedId } = execution;
  return {
    e: 'executionReport',
    E: now,
    s: order.symbol,
    c: requestId ?? order.clientOrderId,
    S: order.side,
    o: typeOf(order),
    f: order.timeInForce,
    q: amount(order.quantity),
    p: amount(order.price),
    P: '0.00000000',
    F: '0.00000000',
    g: -1,
    C: replacedId ?? (requestId === null ? '' : order.clientOrderId),
    x: kind === 'AMENDED' ? 'REPLACED' : EXECUTION_TYPE[kind],
    X: STATUS[order.status],
    r: 'NONE',
    i: order.orderId,
    l: fill ? amount(fill.quantity) : '0.00000000',
    z: amount(order.filledQuantity),
    L: fill ? amount(fill.price) : '0.00000000',
    n: fill ? amount(fill.commission) : '0',
    N: fill ? fill.commissionAsset : null,
    T: execution.at,
    t: fill ? fill.tradeId : -1,
    I: execution.executionId,
    w: isOpen(order),
    m: fill?.isMaker ?? false,
    M: false,
    O: order.createdAt,
    Z: amount(order.cumulativeQuote),
    Y: fill ? amount(fill.price.times(fill.quantity)) : '0.00000000',
    Q: amount(order.quoteQuantity),
    W: order.createdAt,
    V: 'EXPIRE_MAKER',
  };
}

function accountPosition({ executions, at }: MarketUpdate, now: number): BinanceEvent {
  const latest = new Map(
    executions.flatMap(({ balances }) => balances.map((balance) => [balance.asset, balance])),
  );
  return {
    e: 'outboundAccountPosition',
    E: now,
    u: at,
    B: [...latest.values()].map(({ asset, free, locked }) => {
      return { a: asset, f: amount(free), l: amount(locked) };
    }),
  };
}

function typeOf(order: Order): string {
  return order.postOnly ? 'LIMIT_MAKER' : order.type;
}
