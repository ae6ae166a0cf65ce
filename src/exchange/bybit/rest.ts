import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { ExecutionMark, Fill } from '../../domain/fill.js';
import { isTerminal, OrderStatus, type OrderRequest, type OrderView } from '../../domain/order.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import { ExchangeCalls, type CallKind } from '../kit/exchange-calls.js';
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
import { rateBudgetOf, type Costs, type Priority } from '../kit/limits/rate-budget.js';
import { anyRow, readableRows, type UnreadableRow } from '../kit/rows.js';
import { termsOf, toView } from './answers.js';
import { createClient, type BybitCategory } from './client.js';
import { errorSource, isNothingToCancel, isOrderNotFound } from './codes.js';
import { BybitFills } from './fills.js';
import { BybitLimitRules, bybitCosts } from './limits.js';
import type { BybitMarkets } from './markets.js';
import { everyPage, type CursorPage } from './paging.js';
import { bybitClock, isTimestampRefused } from './time.js';
import { acknowledgement, executionRow, listAnswer, orderRow, type BybitOrder } from './wire.js';

/** Long enough for a slow matching engine: giving up early only makes an answer unclear. */
const SUBMIT_TIMEOUT_MS = 10_000;
/** A page of orders; the endpoint's maximum. */
const ORDERS_PAGE = 50;
/** Before each look at an order whose cancel was acknowledged; the stream tells what takes longer. */
const LOOKS_AFTER_MS = [0, 100, 200, 400];

type Parameters = Record<string, string | number | boolean>;
type Endpoint = (parameters: Parameters) => Promise<unknown>;

/** The signed calls; ccxt names them after the path. */
interface BybitCalls {
  readonly privatePostV5OrderCreate: Endpoint;
  readonly privatePostV5OrderCancel: Endpoint;
  readonly privateGetV5OrderRealtime: Endpoint;
  readonly privateGetV5OrderHistory: Endpoint;
  readonly privateGetV5ExecutionList: Endpoint;
}

/**
 * Orders of a unified account in one category. Uses ccxt's signed implicit calls, which carry the decimal
 * strings untouched: ccxt's unified numbers are floats, and its look-up by client order id may answer with
 * another order.
 */
export class BybitRest implements ExchangeRest {
  readonly #category: BybitCategory;
  readonly #markets: BybitMarkets;
  readonly #readTimeoutMs: number;
  readonly #submit: BybitCalls;
  readonly #read: BybitCalls;
  readonly #calls: ExchangeCalls;
  readonly #executions: BybitFills;

  constructor(account: ExchangeAccount, markets: BybitMarkets, readTimeoutMs: number) {
    this.#category = markets.category;
    this.#markets = markets;
    this.#readTimeoutMs = readTimeoutMs;
    const credentials = account.credentials.reveal();
    const clock = bybitClock(account);
    const budget = rateBudgetOf(account, new BybitLimitRules(account.marketType));
    this.#calls = new ExchangeCalls({
      ...errorSource,
      budget,
      time: { clock, isRefused: isTimestampRefused },
    });
    const open = (timeoutMs: number) => {
      const client = createClient(account, credentials, timeoutMs, clock, budget.onAnswer);
      return client as unknown as BybitCalls;
    };
    this.#submit = open(SUBMIT_TIMEOUT_MS);
    this.#read = open(readTimeoutMs);
    this.#executions = new BybitFills(
      markets,
      async (parameters, priority) => {
        const kind = this.#reading('GET execution/list', listAnswer(executionRow), priority);
        const send = () => this.#read.privateGetV5ExecutionList(parameters);
        return (await this.#calls.ask(kind, send)).result;
      },
      () => clock.now(),
    );
  }

  async submitOrder(request: OrderRequest): Promise<SubmitAnswer> {
    const symbol = await this.#markets.idOf(request.symbol);
    const kind = this.#changing('POST order/create');
    const { result } = await this.#calls.askOnce(kind, () =>
      this.#submit.privatePostV5OrderCreate({
        category: this.#category,
        symbol,
        side: request.side === 'BUY' ? 'Buy' : 'Sell',
        orderLinkId: request.clientOrderId,
        qty: request.quantity,
        ...this.#typeOf(request),
        ...(request.reduceOnly && this.#category === 'linear' ? { reduceOnly: true } : {}),
      }),
    );
    if (result.orderLinkId !== request.clientOrderId) {
      throw aboutAnother(kind.call, request.clientOrderId, result.orderLinkId);
    }
    const { clientOrderId } = request;
    return { view: taken(clientOrderId, result.orderId), fills: [], isAcknowledgement: true };
  }

  async fetchOrder(reference: OrderReference): Promise<ListedOrder | null> {
    const row = await this.#find(reference);
    return row && this.#listed(row, reference.symbol);
  }

  fetchFills(reference: OrderReference & { exchangeOrderId: string }): Promise<Fill[]> {
    return this.#executions.ofOrder(reference.symbol, reference.exchangeOrderId);
  }

  fetchAccountFills(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]> {
    return this.#executions.ofMarket(symbol, from);
  }

  /** Contracts are told by what they settle in: those of all coins, since others may have placed orders too. */
  async fetchOpenOrders(
    _symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]> {
    await this.#markets.ready();
    const kind = this.#reading('GET order/realtime', listAnswer(anyRow(orderRow)), 'background');
    const parts = this.#category === 'spot' ? [{}] : this.#markets.settleCoins().map(settledIn);
    const rows: (BybitOrder | UnreadableRow)[] = [];
    for (const part of parts) {
      const pages = everyPage(async (cursor) => {
        const parameters = {
          ...{ category: this.#category, ...part, openOnly: 0, limit: ORDERS_PAGE },
          ...(cursor === undefined ? {} : { cursor }),
        };
        const send = () => this.#read.privateGetV5OrderRealtime(parameters);
        return (await this.#calls.ask(kind, send)).result;
      });
      rows.push(...(await pages));
    }
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
    const kind = this.#changing('POST order/cancel');
    const parameters = {
      ...(await this.#identityOf(reference)),
      ...(this.#category === 'spot' ? { orderFilter: 'Order' } : {}),
    };
    try {
      const send = () => this.#submit.privatePostV5OrderCancel(parameters);
      const { result } = await this.#calls.ask(kind, send);
      return await this.#afterCancel(reference, result.orderId);
    } catch (error) {
      if (error instanceof ExchangeFailure && isNothingToCancel(error.details.code)) return null;
      throw error;
    }
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
    const identity = await this.#identityOf(reference);
    for (const [call, endpoint] of [
      ['GET order/realtime', this.#read.privateGetV5OrderRealtime],
      ['GET order/history', this.#read.privateGetV5OrderHistory],
    ] as const) {
      const kind = this.#reading(call, listAnswer(orderRow), 'verify');
      const rows = await this.#rowsOf(this.#calls.ask(kind, () => endpoint(identity)));
      const row = rows.find((each) => isOf(each, identity));
      if (row) return row;
      const [another] = rows;
      // Not "no such order": a server that ignores the id has not looked.
      if (another) throw aboutAnother(call, reference.clientOrderId, another.orderLinkId);
    }
    return null;
  }

  async #rowsOf(call: Promise<{ result: CursorPage<BybitOrder> }>): Promise<readonly BybitOrder[]> {
    try {
      return (await call).result.list;
    } catch (error) {
      if (error instanceof ExchangeFailure && isOrderNotFound(error.details.code)) return [];
      throw error;
    }
  }

  #listed(row: BybitOrder, symbol: MarketSymbol): ListedOrder {
    const terms = termsOf(row, this.#category);
    return { ...toView(row, this.#category), symbol, terms };
  }

  /** Without `marketUnit` a spot market order buys for an amount. */
  #typeOf({ orderType, price, timeInForce }: OrderRequest): Parameters {
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
    const costs = costsOf(call);
    return {
      ...{ call, costs, schema: acknowledgement },
      ...{ priority: 'order', timeoutMs: SUBMIT_TIMEOUT_MS },
    };
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

function settledIn(settleCoin: string): Parameters {
  return { settleCoin };
}

/** What an acknowledgement tells of an order. */
function taken(clientOrderId: string, exchangeOrderId: string): OrderView {
  return { clientOrderId, exchangeOrderId, status: OrderStatus.NEW, filledQuantity: '0' };
}

/** The cancel stands whether or not a look at the order succeeds. */
function unanswered(error: unknown): null {
  if (error instanceof ExchangeFailure) return null;
  throw error;
}

function aboutAnother(call: string, expected: string, was: string): ExchangeFailure {
  return new ExchangeFailure(
    `bybit ${call}: the answer is about another order: expected ${expected}, was ${was}`,
    'unreadable',
  );
}

/** Each path is counted apart; a call's name ends with its path. */
function costsOf(call: string): Costs {
  return bybitCosts(`/v5/${call.replace(/^[A-Z]+ /, '')}`);
}
