import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
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
  SubmitAnswer,
} from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import { openAccountCalls, SUBMIT_TIMEOUT_MS, type AccountCalls } from '../kit/account-calls.js';
import type { CallParameters } from '../kit/ccxt-client.js';
import { orNull, type CallKind } from '../kit/exchange-calls.js';
import type { Costs, Priority } from '../kit/limits/limits.js';
import { aboutAnotherOrder } from '../kit/parse-answer.js';
import { anyRow, readableRows, type UnreadableRow } from '../kit/rows.js';
import { termsOf, toView } from './answers.js';
import { createClient, type BybitCategory } from './client.js';
import { errorSource, isNothingToCancel, isOrderNotFound } from './codes.js';
import { BybitFills } from './fills.js';
import { bybitCosts, BybitLimitRules } from './limits.js';
import type { BybitMarkets } from './markets.js';
import { everyPage, type CursorPage } from './paging.js';
import { bybitClock, isTimestampRefused } from './time.js';
import { acknowledgement, executionRow, listAnswer, orderRow, type BybitOrder } from './wire.js';

/** A page of orders; the endpoint's maximum. */
const ORDERS_PAGE = 50;
/**
 * Pauses before looks at an order whose cancel was acknowledged; the stream has what comes later.
 */
const LOOKS_AFTER_MS = [0, 100, 200, 400];

const CALLS = {
  create: 'privatePostV5OrderCreate',
  cancel: 'privatePostV5OrderCancel',
  getRealtime: 'privateGetV5OrderRealtime',
  getHistory: 'privateGetV5OrderHistory',
  listExecutions: 'privateGetV5ExecutionList',
};

/**
 * Orders of a unified account in one category. Uses ccxt's signed implicit calls, which carry the
 * decimal strings untouched (E5): ccxt's unified numbers are floats, and its look-up by client
 * order id may answer with another order.
 */
export class BybitRest implements ExchangeRest {
  readonly #category: BybitCategory;
  readonly #markets: BybitMarkets;
  readonly #readTimeoutMs: number;
  readonly #account: AccountCalls<keyof typeof CALLS, CallParameters>;
  readonly #fills: BybitFills;

  constructor(account: ExchangeAccount, markets: BybitMarkets, readTimeoutMs: number) {
    this.#category = markets.category;
    this.#markets = markets;
    this.#readTimeoutMs = readTimeoutMs;
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
    this.#fills = new BybitFills(
      markets,
      async (parameters, priority) => {
        const kind = this.#reading('GET execution/list', listAnswer(executionRow), priority);
        return (await calls.ask(kind, () => read.listExecutions(parameters))).result;
      },
      () => clock.now(),
    );
  }

  async submitOrder(request: OrderRequest): Promise<SubmitAnswer> {
    const { calls, change } = this.#account;
    const { clientOrderId } = request;
    const symbol = await this.#markets.idOf(request.symbol);
    const kind = this.#changing('POST order/create');
    const { result } = await calls.askOnce(kind, () =>
      change.create({
        category: this.#category,
        symbol,
        side: request.side === 'BUY' ? 'Buy' : 'Sell',
        orderLinkId: clientOrderId,
        qty: request.quantity,
        ...this.#typeOf(request),
        ...(request.reduceOnly && this.#category === 'linear' ? { reduceOnly: true } : {}),
      }),
    );
    if (result.orderLinkId !== clientOrderId) {
      throw this.#aboutAnother(kind.call, clientOrderId, result.orderLinkId);
    }
    return { view: taken(clientOrderId, result.orderId), fills: [], isAcknowledgement: true };
  }

  async fetchOrder(reference: OrderReference): Promise<ListedOrder | null> {
    const row = await this.#find(reference);
    return row && this.#listed(row, reference.symbol);
  }

  fetchFills(reference: OrderReference & { exchangeOrderId: string }): Promise<Fill[]> {
    return this.#fills.ofOrder(reference.symbol, reference.exchangeOrderId);
  }

  fetchAccountFills(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]> {
    return this.#fills.ofMarket(symbol, from);
  }

  /**
   * Contracts are listed by what they settle in: those of all coins, since others may have placed
   * orders too.
   */
  async fetchOpenOrders(
    _symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]> {
    await this.#markets.ready();
    const kind = this.#reading('GET order/realtime', listAnswer(anyRow(orderRow)), 'background');
    const parts = this.#category === 'spot' ? [{}] : this.#markets.settleCoins().map(settledIn);
    const rows: (BybitOrder | UnreadableRow)[] = [];
    for (const part of parts) rows.push(...(await this.#openOrders(kind, part)));
    // Pages move while they are read: an order may be on two.
    const { exchange } = errorSource;
    const readable = readableRows({ exchange, call: kind.call }, rows, onUnreadable);
    const distinct = new Map(readable.map((row) => [row.orderId, row]));
    return [...distinct.values()].flatMap((row) => {
      const symbol = this.#markets.symbolOf(row.symbol);
      const order = symbol === undefined ? undefined : this.#listed(row, symbol);
      return order && !isTerminal(order.status) ? [order] : [];
    });
  }

  async cancelOrder(reference: OrderReference): Promise<OrderView | null> {
    const { calls, change } = this.#account;
    const kind = this.#changing('POST order/cancel');
    const parameters = {
      ...(await this.#identityOf(reference)),
      ...(this.#category === 'spot' ? { orderFilter: 'Order' } : {}),
    };
    const answer = await orNull(
      calls.ask(kind, () => change.cancel(parameters)),
      isNothingToCancel,
    );
    return answer && this.#afterCancel(reference, answer.result.orderId);
  }

  /** The cancel was only taken in: the order is looked at until it has ended, for a short while. */
  async #afterCancel(reference: OrderReference, orderId: string): Promise<OrderView> {
    let seen: OrderView = taken(reference.clientOrderId, orderId);
    for (const afterMs of LOOKS_AFTER_MS) {
      await pause(afterMs);
      seen = (await this.fetchOrder(reference).catch(unanswered)) ?? seen;
      if (isTerminal(seen.status)) break;
    }
    return seen;
  }

  /** Orders that have closed leave `realtime` after a while, or when the exchange restarts it. */
  async #find(reference: OrderReference): Promise<BybitOrder | null> {
    const { calls, read } = this.#account;
    const identity = await this.#identityOf(reference);
    for (const [call, endpoint] of [
      ['GET order/realtime', read.getRealtime],
      ['GET order/history', read.getHistory],
    ] as const) {
      const kind = this.#reading(call, listAnswer(orderRow), 'verify');
      const answer = await orNull(
        calls.ask(kind, () => endpoint(identity)),
        isOrderNotFound,
      );
      const rows = answer?.result.list ?? [];
      const row = rows.find((each) => isOf(each, identity));
      if (row) return row;
      const [another] = rows;
      // Not "no such order": a server that ignores the id has not looked.
      if (another) throw this.#aboutAnother(call, reference.clientOrderId, another.orderLinkId);
    }
    return null;
  }

  #openOrders<T>(kind: CallKind<{ result: CursorPage<T> }>, part: CallParameters): Promise<T[]> {
    const { calls, read } = this.#account;
    return everyPage(async (cursor) => {
      const parameters = {
        category: this.#category,
        ...part,
        openOnly: 0,
        limit: ORDERS_PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      };
      return (await calls.ask(kind, () => read.getRealtime(parameters))).result;
    });
  }

  #listed(row: BybitOrder, symbol: MarketSymbol): ListedOrder {
    const terms = termsOf(row, this.#category);
    return { ...toView(row, this.#category), symbol, terms };
  }

  /** Without `marketUnit` a spot market order buys for an amount. */
  #typeOf({ orderType, price, timeInForce }: OrderRequest): CallParameters {
    if (orderType === 'LIMIT') {
      return { orderType: 'Limit', timeInForce, ...(price === null ? {} : { price }) };
    }
    const unit = this.#category === 'spot' ? { marketUnit: 'baseCoin' } : {};
    return { orderType: 'Market', timeInForce: 'IOC', ...unit };
  }

  async #identityOf({ symbol, clientOrderId, exchangeOrderId }: OrderReference): Promise<Identity> {
    const market = { category: this.#category, symbol: await this.#markets.idOf(symbol) };
    return exchangeOrderId
      ? { ...market, orderId: exchangeOrderId }
      : { ...market, orderLinkId: clientOrderId };
  }

  #reading<T>(call: string, schema: z.ZodType<T>, priority: Priority): CallKind<T> {
    return { call, schema, priority, costs: costsOf(call), timeoutMs: this.#readTimeoutMs };
  }

  #changing(call: string): CallKind<z.infer<typeof acknowledgement>> {
    return {
      call,
      schema: acknowledgement,
      priority: 'order',
      costs: costsOf(call),
      timeoutMs: SUBMIT_TIMEOUT_MS,
    };
  }

  #aboutAnother(call: string, expected: string, was: string): ExchangeFailure {
    return aboutAnotherOrder({ exchange: errorSource.exchange, call }, expected, was);
  }
}

type Identity = { readonly category: BybitCategory; readonly symbol: string } & (
  { readonly orderId: string } | { readonly orderLinkId: string }
);

function isOf(row: BybitOrder, identity: Identity): boolean {
  if (row.symbol !== identity.symbol) return false;
  return 'orderId' in identity
    ? row.orderId === identity.orderId
    : row.orderLinkId === identity.orderLinkId;
}

function settledIn(settleCoin: string): CallParameters {
  return { settleCoin };
}

/** What an acknowledgement says of an order. */
function taken(clientOrderId: string, exchangeOrderId: string): OrderView {
  return { clientOrderId, exchangeOrderId, status: OrderStatus.NEW, filledQuantity: '0' };
}

/** The cancel stands whether or not a look at the order succeeds. */
function unanswered(error: unknown): null {
  if (error instanceof ExchangeFailure) return null;
  throw error;
}

/** Each path is counted apart; a call's name ends with its path. */
function costsOf(call: string): Costs {
  return bybitCosts(`/v5/${call.replace(/^[A-Z]+ /, '')}`);
}
