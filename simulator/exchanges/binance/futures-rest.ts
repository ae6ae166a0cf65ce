import type { Engine } from '../../engine/engine.js';
import type { RestApi } from '../../server/rest-api.js';
import type { Instrument, OrderDraft } from '../../model.js';
import { BinanceError } from './errors.js';
import { checkFuturesFilters, describeFilters } from './filters.js';
import {
  accountView,
  balanceView,
  positionRiskWithAll,
  positionRiskWithOpen,
} from './futures-account.js';
import { orderView, placedView, tradeView } from './futures-wire.js';
import { LISTEN_KEY_ROUTES } from './listen-keys.js';
import { checkWindow, listFills, listOrders } from './lists.js';
import { namedOrder, openOrderNamed } from './named-order.js';
import { amendError, clientIdOf, orderTerms, refusalError, sideOf } from './order-parameters.js';
import type { BinanceRateLimits } from './rate-limits.js';
import { createBinanceRest } from './rest.js';
import { open, signed, type BinanceRequest, type BinanceRoutes } from './routes.js';

const WINDOW_DAYS = 7;
const MAX_LEVERAGE = 125;

const ROUTES: BinanceRoutes = {
  'GET /fapi/v1/ping': open(1, () => ({})),
  'GET /fapi/v1/time': open(1, ({ engine }) => ({ serverTime: engine.clock.now() })),
  'GET /fapi/v1/exchangeInfo': open(1, exchangeInfo),
  'GET /fapi/v1/ticker/price': open(1, tickerPrice),
  'POST /fapi/v1/order': signed('create', 0, place),
  'GET /fapi/v1/order': signed('read', 1, getOrder),
  'PUT /fapi/v1/order': signed('other', 1, amend),
  'DELETE /fapi/v1/order': signed('cancel', 1, cancel),
  'GET /fapi/v1/openOrders': signed(
    'read',
    (parameters) => (parameters.text('symbol') ? 1 : 40),
    openOrders,
  ),
  'GET /fapi/v1/allOrders': signed('read', 5, allOrders),
  'GET /fapi/v1/userTrades': signed('trades', 5, userTrades),
  'GET /fapi/v1/positionSide/dual': signed('read', 30, () => ({ dualSidePosition: false })),
  'POST /fapi/v1/leverage': signed('other', 1, setLeverage),
  'GET /fapi/v2/account': signed('read', 5, accountView),
  'GET /fapi/v3/account': signed('read', 5, accountView),
  'GET /fapi/v2/balance': signed('read', 5, balanceView),
  'GET /fapi/v3/balance': signed('read', 5, balanceView),
  'GET /fapi/v2/positionRisk': signed('read', 5, positionRiskWithAll),
  'GET /fapi/v3/positionRisk': signed('read', 5, positionRiskWithOpen),
  'GET /fapi/v1/leverageBracket': signed('read', 1, leverageBrackets),
  ...LISTEN_KEY_ROUTES,
};

/** Serves `/fapi`. */
export function createFuturesRest(engine: Engine, limits: BinanceRateLimits): RestApi {
  return createBinanceRest({ engine, market: 'futures', limits }, '/fapi/', ROUTES);
}

function exchangeInfo({ engine, limits }: BinanceRequest): object {
  const { futures } = engine.state.markets;
  return {
    timezone: 'UTC',
    serverTime: engine.clock.now(),
    rateLimits: limits.describe(),
    exchangeFilters: [],
    assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
    symbols: futures
      .listed()
      .map((instrument): unknown => ({
        symbol: instrument.symbol,
        pair: `${instrument.baseAsset}${instrument.quoteAsset}`,
        contractType: instrument.contractType ?? 'PERPETUAL',
        deliveryDate: 4133404800000,
        onboardDate: 1569398400000,
        status:
          futures.listingState(instrument.symbol) === 'trading' ? 'TRADING' : 'PENDING_TRADING',
        maintMarginPercent: '2.5000',
        requiredMarginPercent: '5.0000',
        baseAsset: instrument.baseAsset,
        quoteAsset: instrument.quoteAsset,
        marginAsset: 'USDT',
        pricePrecision: Math.max(2, instrument.tickSize.decimalPlaces()),
        quantityPrecision: instrument.stepSize.decimalPlaces(),
        baseAssetPrecision: 8,
        quotePrecision: 8,
        underlyingType: 'COIN',
        triggerProtect: '0.0500',
        orderTypes: ['LIMIT', 'MARKET'],
        timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
        filters: describeFilters(instrument, 'futures'),
      }))
      .concat(futures.oddRows),
  };
}

function tickerPrice({ engine, parameters, ...request }: BinanceRequest): unknown {
  const { prices } = engine.state.markets.futures;
  const view = (symbol: string): object => {
    return { symbol, price: prices.price(symbol).toFixed(2), time: engine.clock.now() };
  };
  if (parameters.text('symbol')) return view(request.instrument().symbol);
  return prices.entries().map(([symbol]) => view(symbol));
}

function place(request: BinanceRequest): object {
  const { engine, parameters, limits, now } = request;
  const account = request.account();
  const instrument = request.instrument();
  const draft = checkedDraft(request, instrument);
  Object.assign(request.headers, limits.countOrder(account.apiKey, now));
  const placement = engine.matching.futures.place(account, draft);
  if (placement.kind === 'refused') throw refusalError(placement.refusal, 'futures');
  // Only RESULT waits for the outcome. A plain limit order is shown as NEW even then.
  const waits = draft.type === 'MARKET' || draft.timeInForce !== 'GTC';
  const asksForResult = parameters.text('newOrderRespType') === 'RESULT';
  const accepted = placement.update.executions[0]?.order;
  const shown = asksForResult && waits ? placement.order : (accepted ?? placement.order);
  return placedView(engine.clock.order(shown), instrument);
}

function checkedDraft({ engine, parameters }: BinanceRequest, instrument: Instrument): OrderDraft {
  const { symbol } = instrument;
  const side = sideOf(parameters);
  const terms = orderTerms(parameters, 'futures');
  if ((parameters.text('positionSide') ?? 'BOTH') !== 'BOTH') {
    throw new BinanceError(-4061, "Order's position side does not match user's setting.");
  }
  const clientOrderId = clientIdOf(parameters, 'futures');
  const reduceOnly = parameters.flag('reduceOnly');
  const draft = { ...terms, clientOrderId, symbol, side, reduceOnly };
  checkFuturesFilters(draft, instrument, engine.state.markets.futures.prices.price(symbol));
  return draft;
}

function getOrder(request: BinanceRequest): object {
  const instrument = request.instrument();
  const { parameters } = request;
  const order = namedOrder(parameters, request.view(), instrument.symbol);
  return orderView(order, instrument);
}

function cancel(request: BinanceRequest): object {
  const { engine, parameters } = request;
  const instrument = request.instrument();
  const { ledger } = engine.state.markets.futures;
  const { apiKey } = request.account();
  const order = openOrderNamed(parameters, ledger, apiKey, instrument.symbol);
  // Unlike on spot, stream and answer show the order's own client id.
  const cancelled = engine.matching.futures.cancel(order, null);
  return placedView(engine.clock.order(cancelled), instrument);
}

/** Changes quantity and price of a limit order. Both are required, even if one stays the same. */
function amend(request: BinanceRequest): object {
  const { engine, parameters } = request;
  const instrument = request.instrument();
  const { symbol } = instrument;
  const { ledger, prices } = engine.state.markets.futures;
  const order = openOrderNamed(parameters, ledger, request.account().apiKey, symbol);
  sideOf(parameters);
  const quantity = parameters.requiredDecimal('quantity');
  const price = parameters.requiredDecimal('price');
  const terms = { quantity, price, clientOrderId: order.clientOrderId };
  checkFuturesFilters({ ...order, ...terms }, instrument, prices.price(symbol));
  const amendment = engine.matching.futures.amend(order, terms);
  if (amendment.kind === 'refused') throw amendError(amendment.refusal, 'futures');
  return placedView(engine.clock.order(amendment.order), instrument);
}

function openOrders(request: BinanceRequest): object[] {
  const market = request.engine.state.markets.futures;
  const symbol = request.parameters.text('symbol') && request.instrument().symbol;
  const orders = request.view().openOrders(symbol);
  return orders.map((order) => orderView(order, market.instrument(order.symbol)));
}

function allOrders(request: BinanceRequest): object[] {
  checkWindow(request.parameters, WINDOW_DAYS);
  const instrument = request.instrument();
  const orders = listOrders(request.parameters, request.view(), instrument.symbol);
  return orders.map((order) => orderView(order, instrument));
}

function userTrades(request: BinanceRequest): object[] {
  checkWindow(request.parameters, WINDOW_DAYS);
  const instrument = request.instrument();
  const fills = listFills(request.parameters, request.view(), instrument.symbol);
  return fills.map((fill) => tradeView(fill, instrument));
}

/** Answers with one bracket for each symbol, which is enough where nobody is ever liquidated. */
function leverageBrackets({ engine }: BinanceRequest): object[] {
  return [...engine.state.markets.futures.instruments.keys()].map((symbol) => ({
    symbol,
    brackets: [
      {
        bracket: 1,
        initialLeverage: MAX_LEVERAGE,
        notionalCap: 1_000_000,
        notionalFloor: 0,
        maintMarginRatio: 0.004,
        cum: 0,
      },
    ],
  }));
}

function setLeverage(request: BinanceRequest): object {
  const { symbol } = request.instrument();
  const { apiKey, wallets } = request.account();
  const leverage = request.parameters.requiredInteger('leverage');
  if (leverage < 1 || leverage > MAX_LEVERAGE) {
    throw new BinanceError(-4028, `Leverage ${leverage} is not valid`);
  }
  wallets.futures.setLeverage(symbol, leverage);
  request.engine.journal.append({
    wallets: [{ apiKey, market: 'futures', leverage: [[symbol, leverage]] }],
  });
  return { symbol, leverage, maxNotionalValue: '1000000' };
}
