import { ZERO, floorTo } from '../../decimal.js';
import type { Engine } from '../../engine/engine.js';
import type { RestApi } from '../../server/rest-api.js';
import type { Instrument, OrderDraft } from '../../model.js';
import { checkSpotFilters, describeFilters } from './filters.js';
import { checkWindow, listFills, listOrders } from './lists.js';
import { namedOrder, openOrderNamed } from './named-order.js';
import {
  amendError,
  clientIdOf,
  generateClientId,
  orderTerms,
  refusalError,
  sideOf,
} from './order-parameters.js';
import type { BinanceRateLimits } from './rate-limits.js';
import { createBinanceRest } from './rest.js';
import { open, signed, type BinanceRequest, type BinanceRoutes } from './routes.js';
import { amendedView, cancelledView, orderView, placedView, tradeView } from './spot-wire.js';
import { amount } from './wire.js';

const ROUTES: BinanceRoutes = {
  'GET /api/v3/ping': open(1, () => ({})),
  'GET /api/v3/time': open(1, ({ engine }) => ({ serverTime: engine.clock.now() })),
  'GET /api/v3/exchangeInfo': open(20, exchangeInfo),
  'GET /api/v3/ticker/price': open(
    (parameters) => (parameters.text('symbol') ? 2 : 4),
    tickerPrice,
  ),
  'POST /api/v3/order': signed('create', 0, place),
  'POST /api/v3/order/test': signed('other', 1, (request) => (checkedDraft(request), {})),
  'GET /api/v3/order': signed('read', 4, getOrder),
  'DELETE /api/v3/order': signed('cancel', 1, cancel),
  'PUT /api/v3/order/amend/keepPriority': signed('other', 4, amend),
  'GET /api/v3/openOrders': signed(
    'read',
    (parameters) => (parameters.text('symbol') ? 6 : 80),
    openOrders,
  ),
  'GET /api/v3/allOrders': signed('read', 20, allOrders),
  'GET /api/v3/myTrades': signed(
    'trades',
    (parameters) => (parameters.text('orderId') ? 5 : 20),
    myTrades,
  ),
  'GET /api/v3/account': signed('read', 20, account),
};

/** Serves `/api/v3`. */
export function createSpotRest(engine: Engine, limits: BinanceRateLimits): RestApi {
  return createBinanceRest({ engine, market: 'spot', limits }, '/api/v3/', ROUTES);
}

function exchangeInfo({ engine, limits, parameters, ...request }: BinanceRequest): object {
  const { spot } = engine.state.markets;
  const isOne = parameters.text('symbol') !== undefined;
  const shown = isOne ? [request.instrument()] : spot.listed();
  const rows = shown.map((instrument): unknown => ({
    ...symbolInfo(instrument),
    status: spot.listingState(instrument.symbol) === 'trading' ? 'TRADING' : 'HALT',
  }));
  return {
    timezone: 'UTC',
    serverTime: engine.clock.now(),
    rateLimits: limits.describe(),
    exchangeFilters: [],
    symbols: isOne ? rows : rows.concat(spot.oddRows),
  };
}

function symbolInfo(instrument: Instrument): object {
  return {
    symbol: instrument.symbol,
    baseAsset: instrument.baseAsset,
    baseAssetPrecision: 8,
    quoteAsset: instrument.quoteAsset,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET'],
    icebergAllowed: false,
    ocoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: false,
    amendAllowed: true,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: describeFilters(instrument, 'spot'),
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    allowedSelfTradePreventionModes: ['EXPIRE_MAKER'],
  };
}

function tickerPrice({ engine, parameters, ...request }: BinanceRequest): unknown {
  const { prices } = engine.state.markets.spot;
  if (parameters.text('symbol')) {
    const { symbol } = request.instrument();
    return { symbol, price: amount(prices.price(symbol)) };
  }
  return prices.entries().map(([symbol, price]) => ({ symbol, price: amount(price) }));
}

function place(request: BinanceRequest): object {
  const { engine, parameters, limits, now } = request;
  const account = request.account();
  const draft = checkedDraft(request);
  Object.assign(request.headers, limits.countOrder(account.apiKey, now));
  const placement = engine.matching.spot.place(account, draft);
  if (placement.kind === 'refused') throw refusalError(placement.refusal, 'spot');
  const usual = draft.postOnly ? 'ACK' : 'FULL';
  const fills = placement.update.executions.flatMap(({ fill }) => (fill ? [fill] : []));
  const detail = parameters.text('newOrderRespType') ?? usual;
  return placedView(engine.clock.order(placement.order), fills, detail);
}

function checkedDraft(request: BinanceRequest): OrderDraft {
  const { engine, parameters } = request;
  const instrument = request.instrument();
  const lastPrice = engine.state.markets.spot.prices.price(instrument.symbol);
  const side = sideOf(parameters);
  const terms = orderTerms(parameters, 'spot');
  const { quoteQuantity } = terms;
  const quantity = quoteQuantity.isZero()
    ? terms.quantity
    : floorTo(quoteQuantity.div(lastPrice), instrument.stepSize);
  const { symbol } = instrument;
  const clientOrderId = clientIdOf(parameters, 'spot');
  const draft = { ...terms, clientOrderId, symbol, side, quantity, reduceOnly: false };
  checkSpotFilters(draft, instrument, lastPrice);
  return draft;
}

function getOrder(request: BinanceRequest): object {
  const { symbol } = request.instrument();
  return orderView(namedOrder(request.parameters, request.view(), symbol));
}

function cancel(request: BinanceRequest): object {
  const { engine, parameters } = request;
  const { symbol } = request.instrument();
  const { ledger } = engine.state.markets.spot;
  const order = openOrderNamed(parameters, ledger, request.account().apiKey, symbol);
  const requestId = parameters.text('newClientOrderId')
    ? clientIdOf(parameters, 'spot')
    : generateClientId();
  const cancelled = engine.matching.spot.cancel(order, requestId);
  return cancelledView(engine.clock.order(cancelled), requestId);
}

/** Reduces an order. It gets a new client id unless the request names one, even the same. */
function amend(request: BinanceRequest): object {
  const { engine, parameters } = request;
  const { symbol } = request.instrument();
  const market = engine.state.markets.spot;
  const order = openOrderNamed(parameters, market.ledger, request.account().apiKey, symbol);
  const clientOrderId = clientIdOf(parameters, 'spot');
  const quantity = parameters.requiredDecimal('newQty');
  const terms = { quantity, price: order.price, clientOrderId };
  checkSpotFilters({ ...order, ...terms }, request.instrument(), market.prices.price(symbol));
  const amendment = engine.matching.spot.amend(order, terms);
  if (amendment.kind === 'refused') throw amendError(amendment.refusal, 'spot');
  const amended = engine.clock.order(amendment.order);
  return amendedView(amended, order, market.ledger.lastExecutionId);
}

function openOrders(request: BinanceRequest): object[] {
  const symbol = request.parameters.text('symbol') && request.instrument().symbol;
  return request.view().openOrders(symbol).map(orderView);
}

function allOrders(request: BinanceRequest): object[] {
  checkWindow(request.parameters, 1);
  const { symbol } = request.instrument();
  return listOrders(request.parameters, request.view(), symbol).map(orderView);
}

function myTrades(request: BinanceRequest): object[] {
  checkWindow(request.parameters, 1);
  const { symbol } = request.instrument();
  return listFills(request.parameters, request.view(), symbol).map(tradeView);
}

function account(request: BinanceRequest): object {
  const { wallets } = request.account();
  const omitZero = request.parameters.flag('omitZeroBalances');
  return {
    makerCommission: 10,
    takerCommission: 10,
    buyerCommission: 0,
    sellerCommission: 0,
    canTrade: true,
    canWithdraw: false,
    canDeposit: false,
    updateTime: request.engine.clock.now(),
    accountType: 'SPOT',
    balances: wallets.spot
      .balances()
      .filter(({ free, locked }) => !omitZero || free.plus(locked).gt(ZERO))
      .map(({ asset, free, locked }) => ({ asset, free: amount(free), locked: amount(locked) })),
    permissions: ['SPOT'],
    uid: 1,
  };
}
