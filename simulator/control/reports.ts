import type { Engine } from '../engine/engine.js';
import type { Market } from '../market/market.js';
import { placedAs, type Fill, type Order } from '../model.js';
import { MARKET_NAMES, type MarketName } from '../names.js';
import { accountsOf } from '../server/streams.js';
import { ControlRefusal } from './refusal.js';

/**
 * Reports instruments and prices, accounts and funds, connections and stream keys: of all accounts,
 * or of one. Whoever asks again and again asks for one.
 */
export function stateReport({ state, streams }: Engine, query: URLSearchParams): object {
  const apiKey = query.get('apiKey') ?? undefined;
  const isMeant = (each: { readonly apiKey: string }): boolean =>
    apiKey === undefined || each.apiKey === apiKey;
  const accounts = state.accounts.all().filter(isMeant);
  return {
    movement: state.movement,
    markets: Object.fromEntries(
      state.allMarkets().map((market) => [
        market.name,
        market.prices.entries().map(([symbol, price]) => ({
          symbol,
          price,
          liquidity: market.liquidity(symbol).mode,
          openOrders: [...market.ledger.openOn(symbol)].length,
        })),
      ]),
    ),
    accounts: accounts.map(({ apiKey, markets, wallets }) => ({
      apiKey,
      markets,
      balances: Object.fromEntries(MARKET_NAMES.map((name) => [name, wallets[name].balances()])),
      positions: Object.fromEntries(MARKET_NAMES.map((name) => [name, wallets[name].positions()])),
    })),
    connections: streams.of(apiKey === undefined ? {} : { apiKey }).map((connection) => ({
      market: connection.markets[0],
      markets: connection.markets,
      apiKeys: accountsOf(connection),
      openedAt: connection.openedAt,
    })),
    streamKeys: state.streamKeys.all().filter(isMeant),
  };
}

/**
 * Reports everything that one account ever did on one market: the truth that clients are measured
 * against, straight from the ledger. Times are as clients see them (V5).
 */
export function ledgerReport(
  { state, requestCounts, clock }: Engine,
  query: URLSearchParams,
): object {
  const apiKey = query.get('apiKey');
  if (!apiKey)
    throw new ControlRefusal(400, `expected ?apiKey=...&market=${MARKET_NAMES.join('|')}`);
  if (!state.accounts.find(apiKey)) throw new ControlRefusal(404, `no account "${apiKey}"`);
  const market = state.markets[marketOf(query.get('market'))];
  const { ledger } = market;
  const book = ledger.account(apiKey);
  const ids = book.symbols().flatMap((symbol) => book.orderIds(symbol));
  const orders = ids.sort((a, b) => a - b).flatMap((id) => ledger.order(id) ?? []);
  const fills = book.symbols().flatMap((symbol) => book.fills(symbol));
  return {
    orders: orders.map((order) => orderReport(clock.order(order), market)),
    fills: fills.map((fill) => fillReport(clock.fill(fill), market)),
    requests: requestCounts.of(apiKey),
  };
}

/** Reports one order in the venue's own words, with its id as clients know it. */
export function orderReport(order: Order, { wireIds }: Market): object {
  return {
    orderId: order.orderId,
    exchangeOrderId: wireIds.orderId(order.orderId),
    clientOrderId: placedAs(order),
    /** Differs once an amendment has given the order another one. */
    currentClientOrderId: order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    status: order.status,
    price: order.price,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    cumulativeQuote: order.cumulativeQuote,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}

function fillReport(fill: Fill, { wireIds }: Market): object {
  return {
    tradeId: fill.tradeId,
    exchangeTradeId: wireIds.tradeId(fill.symbol, fill.tradeId),
    orderId: fill.orderId,
    exchangeOrderId: wireIds.orderId(fill.orderId),
    clientOrderId: fill.clientOrderId,
    symbol: fill.symbol,
    side: fill.side,
    price: fill.price,
    quantity: fill.quantity,
    commission: fill.commission,
    commissionAsset: fill.commissionAsset,
    isMaker: fill.isMaker,
    realizedPnl: fill.realizedPnl,
    at: fill.at,
  };
}

function marketOf(name: string | null): MarketName {
  const market = MARKET_NAMES.find((each) => each === name);
  if (!market)
    throw new ControlRefusal(400, `expected market=${MARKET_NAMES.join('|')}, came ${name}`);
  return market;
}
