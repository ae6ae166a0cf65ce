import { tickAt } from '../../model.js';
import { cancelOrder, findOrder } from '../kit/korean/find-order.js';
import type { Json } from '../kit/korean/json.js';
import { listOrders } from '../kit/korean/list-orders.js';
import { accounts, marketsNamed, tickers, tradedMarkets } from '../kit/korean/market-data.js';
import { text } from '../kit/korean/order-view.js';
import { placeOrder } from '../kit/korean/place-order.js';
import { open, signed, type KoreanRequest, type KoreanRoutes } from '../kit/korean/routes.js';
import { cancelAndNew } from './cancel-and-new.js';
import { listedOrder, orderWithTrades, upbitOrder } from './views.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const WINDOW_MS = 7 * DAY_MS;
const IDS = { own: 'uuid', client: 'identifier' };
const CLOSED = ['done', 'cancel'] as const;

/** Upbit's REST interface. */
export const UPBIT_ROUTES: KoreanRoutes = {
  'GET /v1/market/all': open(markets),
  'GET /v1/orderbook/instruments': open(ticks),
  'GET /v1/ticker': open(tickers),
  'POST /v1/orders': { ...signed('create', create), group: 'order', status: 201 },
  'POST /v1/orders/cancel_and_new': {
    ...signed('other', cancelAndNew),
    group: 'order',
    status: 201,
  },
  'GET /v1/order': signed('read', (request) => orderWithTrades(findOrder(request, IDS))),
  // The answer says only that the cancel was requested: it shows the order as still waiting.
  'DELETE /v1/order': signed('cancel', (request) => upbitOrder(cancelOrder(request, IDS))),
  'GET /v1/orders/open': signed('read', openOrders),
  'GET /v1/orders/closed': signed('read', closedOrders),
  'GET /v1/accounts': signed('read', accounts),
};

function markets({ engine, dialect }: KoreanRequest): Json {
  return tradedMarkets(engine.state.markets[dialect.market], ({ symbol, baseAsset }) => {
    return { market: symbol, korean_name: baseAsset, english_name: baseAsset };
  });
}

/** Answers with each market's tick at its present price. */
function ticks(request: KoreanRequest): Json {
  const { prices } = request.engine.state.markets[request.dialect.market];
  return marketsNamed(request).map((instrument) => ({
    market: instrument.symbol,
    quote_currency: instrument.quoteAsset,
    tick_size: text(tickAt(instrument, prices.price(instrument.symbol))),
  }));
}

/** Answers with the order as it was accepted. Its later states have to be read. */
function create(request: KoreanRequest): Json {
  return upbitOrder({ order: placeOrder(request), fills: [] });
}

function openOrders(request: KoreanRequest): Json {
  const { parameters } = request;
  const states = ['wait', 'watch'] as const;
  const wanted = [...parameters.choices('state', states), ...parameters.choices('states', states)];
  return listOrders(request, {
    // Reserved orders are listed only if they are asked for.
    states: wanted.length === 0 ? ['wait'] : wanted,
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

/** Returns the period that a list of closed orders covers: seven days at most and by default. */
function windowOf({ engine, dialect, parameters, now }: KoreanRequest): {
  from: number;
  to: number;
} {
  const start = parameters.time('start_time');
  const end = parameters.time('end_time');
  const to = end ?? (start === undefined ? engine.clock.present(now) : start + WINDOW_MS);
  const from = start ?? to - WINDOW_MS;
  if (to < from || to - from > WINDOW_MS) throw dialect.orders.invalid('end_time');
  return { from, to };
}
