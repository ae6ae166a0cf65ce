import { z } from 'zod';
import type { ExecutionMark, Fill } from '../../domain/fill.js';
import type { OrderRequest, OrderView } from '../../domain/order.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type {
  AccountFill,
  ExchangeAccount,
  ExchangeRest,
  ListedOrder,
  OnUnreadable,
  OrderReference,
  ReadOptions,
  SendOptions,
  SubmitAnswer,
} from '../exchange.js';
import { openAccountCalls, SUBMIT_TIMEOUT_MS, type AccountCalls } from '../kit/account-calls.js';
import { allPages } from '../kit/all-pages.js';
import type { CallParameters } from '../kit/ccxt-client.js';
import { orNull, type CallKind } from '../kit/exchange-calls.js';
import type { Costs, Priority } from '../kit/limits/limits.js';
import { aboutAnotherOrder } from '../kit/parse-answer.js';
import { placeRows } from '../kit/market-rows.js';
import { anyRow, readableRows } from '../kit/rows.js';
import { termsOf, toView } from './answers.js';
import { createClient } from './client.js';
import { errorSource, isOrderNotFound } from './codes.js';
import { BinanceFills } from './fills.js';
import { COSTS, type MarketCosts } from './limits.js';
import type { BinanceMarkets } from './markets.js';
import { binanceClock, isTimestampRefused } from './time.js';
import { orderAnswer, submitAnswer, type BinanceOrder } from './wire.js';

/**
 * How long after its timestamp Binance still accepts an order. This is Binance's own default, and
 * half of ccxt's.
 */
const SUBMIT_WINDOW_MS = 5_000;

const SPOT_CALLS = {
  postOrder: 'privatePostOrder',
  getOrder: 'privateGetOrder',
  deleteOrder: 'privateDeleteOrder',
  getOpenOrders: 'privateGetOpenOrders',
  getFills: 'privateGetMyTrades',
};

type BinanceCall = keyof typeof SPOT_CALLS;

const FUTURES_CALLS: Readonly<Record<BinanceCall, string>> = {
  postOrder: 'fapiPrivatePostOrder',
  getOrder: 'fapiPrivateGetOrder',
  deleteOrder: 'fapiPrivateDeleteOrder',
  getOpenOrders: 'fapiPrivateGetOpenOrders',
  getFills: 'fapiPrivateGetUserTrades',
};

/**
 * Orders on Binance Spot and USDⓈ-M futures. Uses ccxt's signed implicit calls, which pass decimal
 * strings on unchanged (P5): ccxt's unified numbers are floats.
 */
export class BinanceRest implements ExchangeRest {
  readonly #isSpot: boolean;
  readonly #exchange: string;
  readonly #markets: BinanceMarkets;
  readonly #readTimeoutMs: number;
  readonly #account: AccountCalls<BinanceCall, CallParameters>;
  readonly #costs: MarketCosts;
  readonly #fills: BinanceFills;

  constructor(account: ExchangeAccount, markets: BinanceMarkets, readTimeoutMs: number) {
    const source = errorSource(account.marketType);
    this.#isSpot = account.marketType === 'SPOT';
    this.#exchange = source.exchange;
    this.#markets = markets;
    this.#readTimeoutMs = readTimeoutMs;
    this.#costs = COSTS[account.marketType];
    this.#account = openAccountCalls(account, {
      ...source,
      createClient,
      readTimeoutMs,
      limits: markets.limits,
      names: this.#isSpot ? SPOT_CALLS : FUTURES_CALLS,
      time: { clock: binanceClock(account, markets.limits), isRefused: isTimestampRefused },
    });
    const { calls, read } = this.#account;
    this.#fills = new BinanceFills({
      exchange: this.#exchange,
      costs: this.#costs,
      idOf: (symbol) => markets.knownIdOf(symbol),
      ask: (row, parameters, { priority, costs }) => {
        const kind = this.#reading('GET trades', z.array(row), priority, costs);
        return calls.ask(kind, () => read.getFills(parameters));
      },
      askOrder: (symbol, orderId) =>
        this.#getOrder({ symbol, clientOrderId: '', exchangeOrderId: orderId }, 'verify'),
    });
  }

  async submitOrder(request: OrderRequest, options?: SendOptions): Promise<SubmitAnswer> {
    const { calls, change } = this.#account;
    const kind = this.#changing('POST order', submitAnswer, this.#costs.postOrder);
    const send = () => change.postOrder(this.#parametersOf(request));
    const answer = await calls.askOnce(kind, send, options);
    if (answer.clientOrderId !== request.clientOrderId) {
      const what = { exchange: 'binance', call: kind.call };
      throw aboutAnotherOrder(what, request.clientOrderId, answer.clientOrderId);
    }
    const executedAt = answer.transactTime ?? new Date().toISOString();
    const fills = (answer.fills ?? []).map((fill) => ({
      exchangeTradeId: fill.tradeId,
      price: fill.price,
      quantity: fill.qty,
      isMaker: false, // a fill that happens while the order is placed takes liquidity
      fee: fill.commission,
      feeAsset: fill.commissionAsset,
      realizedPnl: null,
      executedAt,
    }));
    return { view: toView(answer), fills };
  }

  async fetchOrder(
    reference: OrderReference,
    { canWait = false }: ReadOptions = {},
  ): Promise<ListedOrder | null> {
    const answer = await this.#getOrder(reference, canWait ? 'scan' : 'verify');
    return answer && { ...toView(answer), symbol: reference.symbol, terms: termsOf(answer) };
  }

  async fetchFills(
    { symbol, exchangeOrderId }: OrderReference & { exchangeOrderId: string },
    options: ReadOptions = {},
  ): Promise<Fill[]> {
    const fills = this.#fills.ofOrder(symbol, exchangeOrderId, options);
    return (await orNull(fills, isOrderNotFound)) ?? [];
  }

  fetchAccountFills(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]> {
    return allPages(this.#fills.pagesOfMarket(symbol, from));
  }

  accountFillPages(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
    onUnreadable?: OnUnreadable,
  ): AsyncIterable<readonly AccountFill[]> {
    return this.#fills.pagesOfMarket(symbol, from, onUnreadable);
  }

  /**
   * Asks without a symbol. That costs 80 of 6000 (spot) or 40 of 2400 (futures) a minute, no matter
   * how many orders there are.
   */
  async fetchOpenOrders(
    symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]> {
    await this.#markets.ready();
    this.#markets.remember(symbols);
    const { calls, read } = this.#account;
    const { getOpenOrders } = this.#costs;
    const list = z.array(anyRow(orderAnswer));
    const kind = this.#reading('GET openOrders', list, 'background', getOpenOrders);
    const rows = await calls.ask(kind, () => read.getOpenOrders({}));
    const what = { exchange: this.#exchange, call: kind.call };
    const orders = readableRows(what, rows, onUnreadable);
    const idOf = ({ symbol: id }: (typeof orders)[number]) => id;
    const placed = await placeRows(what, orders, idOf, this.#markets, onUnreadable);
    return placed.map(({ row, symbol }) => ({ ...toView(row), symbol, terms: termsOf(row) }));
  }

  async cancelOrder(reference: OrderReference): Promise<OrderView | null> {
    const { calls, change } = this.#account;
    const kind = this.#changing('DELETE order', orderAnswer, this.#costs.deleteOrder);
    const answer = await orNull(
      calls.ask(kind, () => change.deleteOrder(this.#identityOf(reference))),
      isOrderNotFound,
    );
    return answer && toView(answer);
  }

  #getOrder(reference: OrderReference, priority: Priority): Promise<BinanceOrder | null> {
    const { calls, read } = this.#account;
    const kind = this.#reading('GET order', orderAnswer, priority, this.#costs.getOrder);
    return orNull(
      calls.ask(kind, () => read.getOrder(this.#identityOf(reference))),
      isOrderNotFound,
    );
  }

  #parametersOf(request: OrderRequest): CallParameters {
    return {
      symbol: this.#markets.knownIdOf(request.symbol),
      side: request.side,
      type: request.orderType,
      newClientOrderId: request.clientOrderId,
      recvWindow: SUBMIT_WINDOW_MS,
      newOrderRespType: this.#isSpot ? 'FULL' : 'RESULT',
      quantity: request.quantity,
      ...(request.orderType === 'LIMIT' && request.price !== null
        ? { price: request.price, timeInForce: request.timeInForce }
        : {}),
      ...(request.reduceOnly && !this.#isSpot ? { reduceOnly: 'true' } : {}),
    };
  }

  #changing<T>(call: string, schema: z.ZodType<T>, costs: Costs): CallKind<T> {
    return { call, schema, priority: 'order', costs, timeoutMs: SUBMIT_TIMEOUT_MS };
  }

  #reading<T>(call: string, schema: z.ZodType<T>, priority: Priority, costs: Costs): CallKind<T> {
    return { call, schema, priority, costs, timeoutMs: this.#readTimeoutMs };
  }

  #identityOf(reference: OrderReference): CallParameters {
    const { symbol, clientOrderId, exchangeOrderId } = reference;
    return {
      symbol: this.#markets.knownIdOf(symbol),
      ...(exchangeOrderId ? { orderId: exchangeOrderId } : { origClientOrderId: clientOrderId }),
    };
  }
}
