import type { Order } from '../../model.js';
import { cancelOrder, findOrder } from '../kit/korean/find-order.js';
import type { Json } from '../kit/korean/json.js';
import { listOrders } from '../kit/korean/list-orders.js';
import { accounts, tickers, tradedMarkets } from '../kit/korean/market-data.js';
import { placeOrder } from '../kit/korean/place-order.js';
import { open, signed, type KoreanRequest, type KoreanRoutes } from '../kit/korean/routes.js';
import { BITHUMB } from './dialect.js';
import { acceptedOrder, acknowledged, listedOrder, orderWithTrades } from './views.js';

const STATES = ['wait', 'done', 'cancel'] as const;
const READ_IDS = { own: 'uuid', client: 'client_order_id' };
const CANCEL_IDS = { own: 'order_id', client: 'client_order_id' };

/** Bithumb's REST interface of the second generation. Its paths are of two versions. */
export const BITHUMB_ROUTES: KoreanRoutes = {
  'GET /v1/market/all': open(markets),
  'GET /v1/ticker': open(tickers),
  'POST /v2/orders': {
    ...signed('create', (request) => acceptedOrder(placeOrder(request))),
    group: 'order',
  },
  'GET /v1/order': signed('read', (request) => orderWithTrades(findOrder(request, READ_IDS))),
  'DELETE /v2/order': signed('cancel', (request) =>
    acknowledged(cancelOrder(request, CANCEL_IDS).order),
  ),
  'GET /v1/orders': signed('read', orders),
  'GET /v1/accounts': signed('read', accounts),
};

function markets({ engine, dialect, parameters }: KoreanRequest): Json {
  const warning = parameters.text('isDetails') === 'true' ? 'NONE' : undefined;
  return tradedMarkets(engine.state.markets[dialect.market], ({ symbol, baseAsset }) => ({
    market: symbol,
    korean_name: baseAsset,
    english_name: baseAsset,
    market_warning: warning,
  }));
}

/** Lists orders; without a state, those of every state. */
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
