import type { RestApi } from '../../server/rest-api.js';
import { cancelOrder, findOrder } from '../kit/korean/find-order.js';
import type { Json } from '../kit/korean/json.js';
import { listOrders } from '../kit/korean/list-orders.js';
import { accounts, marketsNamed, tickers } from '../kit/korean/market-data.js';
import { text } from '../kit/korean/order-view.js';
import { placeOrder } from '../kit/korean/place-order.js';
import { createKoreanRest, type KoreanFront, type KoreanRequest } from '../kit/korean/rest.js';
import type { Route, Routes } from '../kit/korean/rest.js';
import { tickAt } from '../../model.js';
import { listedOrder, orderWithTrades, upbitOrder } from './views.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const WINDOW_MS = 7 * DAY_MS;
const IDS = { own: 'uuid', client: 'identifier' };
const CLOSED = ['done', 'cancel'] as const;

const ROUTES: Routes = {
  'GET /v1/market/all': open(markets),
  'GET /v1/orderbook/instruments': open(ticks),
  'GET /v1/ticker': open(tickers),
  'POST /v1/orders': {
    security: 'signed',
    group: 'order',
    operation: 'create',
    status: 201,
    handle: create,
  },
  'GET /v1/order': signed('read', (request) => orderWithTrades(findOrder(request, IDS))),
  // The cancel is only noted, says the answer: the state in it is that of an order that waits.
  'DELETE /v1/order': signed('cancel', (request) => upbitOrder(cancelOrder(request, IDS))),
  'GET /v1/orders/open': signed('read', openOrders),
  'GET /v1/orders/closed': signed('read', closedOrders),
  'GET /v1/accounts': signed('read', accounts),
};

/** Serves Upbit's REST interface. */
export function createUpbitRest(front: KoreanFront): RestApi {
  return createKoreanRest(front, '/v1/', ROUTES);
}

function open(handle: Route['handle']): Route {
  return { security: 'open', group: 'quotation', operation: 'other', handle };
}

function signed(operation: Route['operation'], handle: Route['handle']): Route {
  return { security: 'signed', group: 'exchange', operation, handle };
}

function markets({ engine, exchange }: KoreanRequest): Json {
  const { instruments } = engine.state.markets[exchange.market];
  return [...instruments.values()].map(({ symbol, baseAsset }) => {
    return { market: symbol, korean_name: baseAsset, english_name: baseAsset };
  });
}

/** The tick of a market is that of its present price. */
function ticks(request: KoreanRequest): Json {
  const { prices } = request.engine.state.markets[request.exchange.market];
  return marketsNamed(request).map((instrument) => ({
    market: instrument.symbol,
    quote_currency: instrument.quoteAsset,
    tick_size: text(tickAt(instrument, prices.price(instrument.symbol))),
  }));
}

/** An order is answered as it was taken in; what becomes of it is told later. */
function create(request: KoreanRequest): Json {
  return upbitOrder({ order: placeOrder(request), fills: [] });
}

function openOrders(request: KoreanRequest): Json {
  const { parameters } = request;
  const states = ['wait', 'watch'] as const; // nothing is ever reserved here, so none is `watch`
  const wanted = [...parameters.choices('state', states), ...parameters.choices('states', states)];
  return listOrders(request, {
    states: wanted.length === 0 || wanted.includes('wait') ? ['wait'] : [],
    page: parameters.count('page', 1, 1_000_000),
    limit: parameters.count('limit', 100, 100),
  }).map(listedOrder);
}

function closedOrders(request: KoreanRequest): Json {
  const { parameters } = request;
  const wanted = [...parameters.choices('state', CLOSED), ...parameters.choices('states', CLOSED)];
  return listOrders(request, {
    states: wanted.length === 0 ? CLOSED : wanted,
    ...windowOf(request),
    page: 1,
    limit: parameters.count('limit', 100, 1000),
  }).map(listedOrder);
}

/** Closed orders are listed for seven days at most; untold, for the last seven. */
function windowOf({ engine, exchange, parameters, now }: KoreanRequest): {
  from: number;
  to: number;
} {
  const start = parameters.time('start_time');
  const end = parameters.time('end_time');
  const to = end ?? (start === undefined ? engine.clock.present(now) : start + WINDOW_MS);
  const from = start ?? to - WINDOW_MS;
  if (to < from || to - from > WINDOW_MS) throw exchange.orders.invalid('end_time');
  return { from, to };
}
