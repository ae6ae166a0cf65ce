import type { RestApi } from '../../server/rest-api.js';
import { cancelOrder, findOrder } from '../kit/korean/find-order.js';
import type { SeenOrder } from '../kit/korean/dialect.js';
import type { Json } from '../kit/korean/json.js';
import { listOrders } from '../kit/korean/list-orders.js';
import { accounts, tickers } from '../kit/korean/market-data.js';
import { orderView, sideOf, text, tradeView, typeOf } from '../kit/korean/order-view.js';
import { placeOrder } from '../kit/korean/place-order.js';
import { createKoreanRest, type KoreanFront, type KoreanRequest } from '../kit/korean/rest.js';
import type { Route, Routes } from '../kit/korean/rest.js';
import { seoulSeconds } from '../kit/korean/seoul-time.js';
import type { Order } from '../../model.js';
import { BITHUMB } from './dialect.js';

const STATES = ['wait', 'done', 'cancel'] as const;

const ROUTES: Routes = {
  'GET /v1/market/all': open(markets),
  'GET /v1/ticker': open(tickers),
  'POST /v2/orders': { security: 'signed', group: 'order', operation: 'create', handle: create },
  'GET /v1/order': signed('read', (request) =>
    orderWithTrades(findOrder(request, { own: 'uuid', client: 'client_order_id' })),
  ),
  'DELETE /v2/order': signed('cancel', cancel),
  'GET /v1/orders': signed('read', orders),
  'GET /v1/accounts': signed('read', accounts),
};

/** Serves Bithumb's REST interface of the second generation, whose paths are of two versions. */
export function createBithumbRest(front: KoreanFront): RestApi {
  return createKoreanRest(front, '/', ROUTES);
}

function open(handle: Route['handle']): Route {
  return { security: 'open', group: 'quotation', operation: 'other', handle };
}

function signed(operation: Route['operation'], handle: Route['handle']): Route {
  return { security: 'signed', group: 'exchange', operation, handle };
}

function markets({ engine, exchange, parameters }: KoreanRequest): Json {
  const { instruments } = engine.state.markets[exchange.market];
  const warning = parameters.text('isDetails') === 'true' ? 'NONE' : undefined;
  return [...instruments.values()].map(({ symbol, baseAsset }) => ({
    market: symbol,
    korean_name: baseAsset,
    english_name: baseAsset,
    market_warning: warning,
  }));
}

/** An acknowledgement: it says nothing of the order's state. */
function create(request: KoreanRequest): Json {
  const order = placeOrder(request);
  return {
    ...acknowledged(order),
    market: order.symbol,
    side: sideOf(order),
    order_type: typeOf(order),
    stp_type: 'cancel_taker',
    client_order_id: order.clientOrderId || undefined,
  };
}

function cancel(request: KoreanRequest): Json {
  const names = { own: 'order_id', client: 'client_order_id' };
  return acknowledged(cancelOrder(request, names).order);
}

function acknowledged(order: Order): { order_id: string; created_at: string } {
  return {
    order_id: BITHUMB.ids.orderId(order.orderId),
    created_at: seoulSeconds(order.createdAt),
  };
}

/** Without a state, orders of every state are listed. */
function orders(request: KoreanRequest): Json {
  const { parameters } = request;
  const states = [...parameters.choices('state', STATES), ...parameters.choices('states', STATES)];
  const ids = parameters.list('uuids');
  const clientIds = parameters.list('client_order_ids');
  const accepts = ({ orderId, clientOrderId }: Order): boolean => {
    if (ids.length > 0) return ids.includes(BITHUMB.ids.orderId(orderId));
    return clientIds.length === 0 || clientIds.includes(clientOrderId);
  };
  return listOrders(request, {
    states: states.length === 0 ? STATES : states,
    accepts,
    page: parameters.count('page', 1, 1_000_000),
    limit: parameters.count('limit', 100, 100),
  }).map(listedOrder);
}

function listedOrder({ order, fills }: SeenOrder): Record<string, Json> {
  return {
    ...orderView(order, BITHUMB.ids.orderId(order.orderId), fills.length),
    executed_funds: text(order.cumulativeQuote),
    stp_type: 'cancel_taker',
    client_order_id: order.clientOrderId || undefined,
  };
}

function orderWithTrades(seen: SeenOrder): Json {
  const trades = seen.fills.map((fill, index) =>
    tradeView(fill, BITHUMB.ids.tradeId(fill.symbol, fill.tradeId), seen.fills[index - 1]),
  );
  return { ...listedOrder(seen), trades };
}
