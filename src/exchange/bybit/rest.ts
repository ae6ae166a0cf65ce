import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionMark, Fill } from '../../domain/fill.js';
import { isTerminal, OrderStatus, type OrderRequest, type OrderView } from '../../domain/order.js';
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
import { ExchangeFailure } from '../failure.js';
import { openAccountCalls, SUBMIT_TIMEOUT_MS, type AccountCalls } from '../kit/account-calls.js';
import { allPages } from '../kit/all-pages.js';
import type { CallParameters } from '../kit/ccxt-client.js';
import { orNull } from '../kit/exchange-calls.js';
import { aboutAnotherOrder } from '../kit/parse-answer.js';
import { createClient, type BybitCategory } from './client.js';
import { errorSource, isNothingToCancel, isOrderNotFound } from './codes.js';
import { BybitFills } from './fills.js';
import { bybitCosts, BybitLimitRules } from './limits.js';
import type { BybitMarkets } from './markets.js';
import { BybitOrders } from './orders.js';
import type { AskPage } from './paging.js';
import { bybitClock, isTimestampRefused } from './time.js';
import { acknowledgement, listAnswer } from './wire.js';

/**
 * Pauses before each look at an order whose cancel was acknowledged. The stream reports what
 * happens after the last look.
 */
const LOOKS_AFTER_MS = [0, 100, 200, 400];

/** ccxt's names for the calls, by path. */
const CALLS = {
  'order/create': 'privatePostV5OrderCreate',
  'order/cancel': 'privatePostV5OrderCancel',
  'order/realtime': 'privateGetV5OrderRealtime',
  'order/history': 'privateGetV5OrderHistory',
  'execution/list': 'privateGetV5ExecutionList',
};

/**
 * Orders of a unified account in one category. Uses ccxt's signed implicit calls, which pass
 * decimal strings on unchanged (P5): ccxt's unified numbers are floats, and its lookup by client
 * order id may return another order.
 */
export class BybitRest implements ExchangeRest {
  readonly #category: BybitCategory;
  readonly #markets: BybitMarkets;
  readonly #account: AccountCalls<keyof typeof CALLS, CallParameters>;
  readonly #orders: BybitOrders;
  readonly #fills: BybitFills;

  constructor(account: ExchangeAccount, markets: BybitMarkets, readTimeoutMs: number) {
    this.#category = markets.category;
    this.#markets = markets;
    const clock = bybitClock(account);
    this.#account = openAccountCalls(account, {
      ...errorSource,
      createClient,
      readTimeoutMs,
      limits: new BybitLimitRules(account.marketType),
      names: CALLS,
      time: { clock, isRefused: isTimestampRefused },
    });
    const { calls, read } = this.#account;
    const ask: AskPage = async (path, row, parameters, priority) => {
      const kind = {
        call: `GET ${path}`,
        schema: listAnswer(row),
        priority,
        costs: bybitCosts(`/v5/${path}`),
        timeoutMs: readTimeoutMs,
      };
      return (await calls.ask(kind, () => read[path](parameters))).result;
    };
    this.#orders = new BybitOrders(markets, ask);
    this.#fills = new BybitFills(
      markets,
      ask,
      () => clock.now(),
      (symbol, orderId) => this.#orders.placedAt(symbol, orderId),
    );
  }

  async submitOrder(request: OrderRequest, options?: SendOptions): Promise<SubmitAnswer> {
    const { calls, change } = this.#account;
    const { clientOrderId } = request;
    const symbol = await this.#markets.idOf(request.symbol);
    const kind = changing('order/create');
    const send = () =>
      change['order/create']({
        category: this.#category,
        symbol,
        side: request.side === 'BUY' ? 'Buy' : 'Sell',
        orderLinkId: clientOrderId,
        qty: request.quantity,
        ...this.#typeOf(request),
        ...(request.reduceOnly && this.#category === 'linear' ? { reduceOnly: true } : {}),
      });
    const { result } = await calls.askOnce(kind, send, options);
    if (result.orderLinkId !== clientOrderId) {
      const what = { exchange: errorSource.exchange, call: kind.call };
      throw aboutAnotherOrder(what, clientOrderId, result.orderLinkId);
    }
    return { view: taken(clientOrderId, result.orderId), fills: [], isAcknowledgement: true };
  }

  fetchOrder(
    reference: OrderReference,
    { canWait = false }: ReadOptions = {},
  ): Promise<ListedOrder | null> {
    return this.#orders.fetch(reference, canWait ? 'scan' : 'verify');
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

  fetchOpenOrders(
    symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]> {
    return this.#orders.open(symbols, onUnreadable);
  }

  async cancelOrder(reference: OrderReference): Promise<OrderView | null> {
    const { calls, change } = this.#account;
    const parameters = {
      ...(await this.#orders.identityOf(reference)),
      ...(this.#category === 'spot' ? { orderFilter: 'Order' } : {}),
    };
    const answer = await orNull(
      calls.ask(changing('order/cancel'), () => change['order/cancel'](parameters)),
      isNothingToCancel,
    );
    return answer && this.#afterCancel(reference, answer.result.orderId);
  }

  /**
   * The answer only acknowledges the cancel, so we look at the order for a moment until it ends.
   */
  async #afterCancel(reference: OrderReference, orderId: string): Promise<OrderView> {
    let seen: OrderView = taken(reference.clientOrderId, orderId);
    for (const afterMs of LOOKS_AFTER_MS) {
      await pause(afterMs);
      seen = (await this.fetchOrder(reference).catch(unanswered)) ?? seen;
      if (isTerminal(seen.status)) break;
    }
    return seen;
  }

  /**
   * Returns the parameters of an order type. Without `marketUnit`, a spot market buy spends an
   * amount.
   */
  #typeOf({ orderType, price, timeInForce }: OrderRequest): CallParameters {
    if (orderType === 'LIMIT') {
      return { orderType: 'Limit', timeInForce, ...(price === null ? {} : { price }) };
    }
    const unit = this.#category === 'spot' ? { marketUnit: 'baseCoin' } : {};
    return { orderType: 'Market', timeInForce: 'IOC', ...unit };
  }
}

function changing(path: 'order/create' | 'order/cancel') {
  return {
    call: `POST ${path}`,
    schema: acknowledgement,
    priority: 'order' as const,
    costs: bybitCosts(`/v5/${path}`),
    timeoutMs: SUBMIT_TIMEOUT_MS,
  };
}

/** Returns what an acknowledgement says about an order. */
function taken(clientOrderId: string, exchangeOrderId: string): OrderView {
  return { clientOrderId, exchangeOrderId, status: OrderStatus.NEW, filledQuantity: '0' };
}

/** Ignores a failed look at the order: the cancel was acknowledged either way. */
function unanswered(error: unknown): null {
  if (error instanceof ExchangeFailure) return null;
  throw error;
}
