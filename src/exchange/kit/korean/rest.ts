import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { DecimalString } from '../../../domain/decimal.js';
import type { ExecutionMark, Fill } from '../../../domain/fill.js';
import { isTerminal, type OrderRequest, type OrderView } from '../../../domain/order.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import type {
  AccountFill,
  ExchangeRest,
  ListedOrder,
  OnUnreadable,
  OrderReference,
  ReadOptions,
  SendOptions,
  SubmitAnswer,
} from '../../exchange.js';
import { SUBMIT_TIMEOUT_MS, type AccountCalls } from '../account-calls.js';
import { orNull, type CallKind } from '../exchange-calls.js';
import type { Priority } from '../limits/limits.js';
import { mustBeInTime } from '../in-time.js';
import { placeRows } from '../market-rows.js';
import { aboutAnotherOrder } from '../parse-answer.js';
import { anyRow, readableRows, UnreadableRow } from '../rows.js';
import { anyObject } from '../values.js';
import { clientIdIn, toFills, toListedOrder } from './answers.js';
import { costOf, tickerAnswer } from './cost.js';
import type { Dialect, KoreanCall, SentOrder, TextParameters } from './dialect.js';
import { isOrderNotFound } from './errors.js';
import { FillHistory } from './fill-history.js';
import { PRICE_COSTS } from './limits.js';
import { idOfSymbol } from './market-ids.js';
import type { KoreanMarkets } from './markets.js';
import { readPages } from './pages.js';
import { orderIdentity, toParameters } from './parameters.js';
import { orderAnswer, type OrderAnswer } from './wire.js';

/** The price is asked for after an order is claimed and before it is sent. */
const TICKER_TIMEOUT_MS = 2_000;
/** The answer to a cancel only acknowledges it; the cancel takes effect within moments. */
const LOOKS_AFTER_CANCEL_MS = [0, 150, 350, 700];

export interface KoreanRestSetup {
  readonly dialect: Dialect;
  readonly markets: KoreanMarkets;
  readonly account: AccountCalls<KoreanCall, TextParameters>;
  readonly readTimeoutMs: number;
}

/**
 * Orders on either exchange. Uses ccxt's signed implicit calls, which pass decimal strings on
 * unchanged (P5): ccxt's unified calls round prices to four digits.
 */
export class KoreanRest implements ExchangeRest {
  readonly #dialect: Dialect;
  readonly #markets: KoreanMarkets;
  readonly #account: AccountCalls<KoreanCall, TextParameters>;
  readonly #readTimeoutMs: number;
  readonly #history: FillHistory;

  constructor({ dialect, markets, account, readTimeoutMs }: KoreanRestSetup) {
    this.#dialect = dialect;
    this.#markets = markets;
    this.#account = account;
    this.#readTimeoutMs = readTimeoutMs;
    this.#history = new FillHistory({
      exchange: dialect.exchange,
      listOpen: (market, onUnreadable) => this.#listOpen({ market, state: 'wait' }, onUnreadable),
      listClosed: (market, since) =>
        dialect.listClosed((page) => this.#listClosed(page), market, since),
      getOrder: (exchangeOrderId) => this.#getOrder({ exchangeOrderId }, 'scan'),
    });
  }

  async submitOrder(request: OrderRequest, options?: SendOptions): Promise<SubmitAnswer> {
    const { calls, change } = this.#account;
    const call = this.#dialect.names.submit;
    const order = await this.#orderOf(request);
    this.#dialect.mustTake?.(order);
    const parameters = toParameters(order, this.#dialect);
    const kind = this.#changing(call, this.#dialect.takenOrder(order));
    const send = () => change.submit(parameters);
    const { clientOrderId, view } = await calls.askOnce(kind, send, options);
    this.#mustBe(call, request.clientOrderId, clientOrderId);
    // The answer does not say whether the order has filled: even a market order is reported as
    // `wait`.
    return { view, fills: [], isAcknowledgement: view.status === 'NEW' };
  }

  async fetchOrder(
    reference: OrderReference,
    { canWait = false }: ReadOptions = {},
  ): Promise<ListedOrder | null> {
    const answer = await this.#getOrder(reference, canWait ? 'scan' : 'verify');
    return answer && toListedOrder(answer, reference.symbol);
  }

  async fetchFills(
    reference: OrderReference & { exchangeOrderId: string },
    { canWait = false, endBy }: ReadOptions = {},
  ): Promise<Fill[]> {
    mustBeInTime({ exchange: this.#dialect.exchange, call: 'GET order' }, endBy);
    const answer = await this.#getOrder(reference, canWait ? 'scan' : 'verify');
    return answer ? toFills(answer, reference.symbol) : [];
  }

  fetchAccountFills(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]> {
    return this.#history.fillsOf(symbol, from);
  }

  accountFillPages(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
    onUnreadable?: OnUnreadable,
  ): AsyncIterable<readonly AccountFill[]> {
    return this.#history.pagesOf(symbol, from, onUnreadable);
  }

  async fetchOpenOrders(
    symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]> {
    await this.#markets.ready();
    this.#markets.remember(symbols);
    const orders = new Map<string, OrderAnswer>();
    for (const state of this.#dialect.openStates) {
      // An order that goes on to the next state meanwhile is in both lists, or in the later one.
      const listed = await this.#listOpen({ state }, onUnreadable);
      for (const order of listed) orders.set(order.uuid, order);
    }
    const what = { exchange: this.#dialect.exchange, call: 'GET open orders' };
    const idOf = ({ market }: OrderAnswer) => market;
    const rows = [...orders.values()];
    const placed = await placeRows(what, rows, idOf, this.#markets, onUnreadable);
    return placed.map(({ row, symbol }) => toListedOrder(row, symbol));
  }

  /**
   * Cancels an order. The answer shows the order as it was before, or only its id, so we look at it
   * afterwards.
   */
  async cancelOrder(reference: OrderReference): Promise<OrderView | null> {
    const { calls, change } = this.#account;
    const { names, cancelCosts: costs, fields } = this.#dialect;
    const kind = { ...this.#changing(names.cancel, anyObject), costs };
    const identity = orderIdentity(reference, fields.cancelId, this.#dialect);
    const noted = await orNull(
      calls.ask(kind, () => change.cancel(identity)),
      isOrderNotFound,
    );
    if (noted === null) return null;
    let order: ListedOrder | null = null;
    for (const pauseMs of LOOKS_AFTER_CANCEL_MS) {
      if (pauseMs > 0) await sleep(pauseMs);
      order = await this.fetchOrder(reference);
      if (order && isTerminal(order.status)) break;
    }
    return order;
  }

  /** Converts a request. A market buy becomes an amount to spend. @throws ExchangeFailure */
  async #orderOf(request: OrderRequest): Promise<SentOrder> {
    const { symbol, side, orderType, quantity, price, timeInForce, clientOrderId } = request;
    const named = { symbol, market: idOfSymbol(symbol), side, clientOrderId };
    if (orderType === 'LIMIT' && price !== null) {
      return { ...named, type: 'limit', price, volume: quantity, timeInForce };
    }
    const atMarket = { ...named, timeInForce: 'GTC' as const };
    if (side === 'SELL') return { ...atMarket, type: 'market', volume: quantity };
    const { exchange } = this.#dialect;
    const cost = await costOf(exchange, request, () => this.#lastPrice(named.market));
    return { ...atMarket, type: 'price', price: cost };
  }

  async #lastPrice(market: string): Promise<DecimalString | null> {
    const { calls, read } = this.#account;
    const kind = {
      call: 'GET ticker',
      schema: tickerAnswer,
      timeoutMs: TICKER_TIMEOUT_MS,
      priority: 'order' as const,
      costs: PRICE_COSTS,
    };
    const tickers = await calls.ask(kind, () => read.ticker({ markets: market }));
    return tickers.find((ticker) => ticker.market === market)?.trade_price ?? null;
  }

  /** @param reference if it names no market, the market is taken from the answer */
  async #getOrder(
    reference: Partial<OrderReference>,
    priority: Priority,
  ): Promise<OrderAnswer | null> {
    const { calls, read } = this.#account;
    const kind = this.#reading('GET order', orderAnswer, priority);
    const identity = orderIdentity(reference, this.#dialect.fields.orderId, this.#dialect);
    const answer = await orNull(
      calls.ask(kind, () => read.getOrder(identity)),
      isOrderNotFound,
    );
    if (!answer) return null;
    const { symbol, clientOrderId, exchangeOrderId } = reference;
    if (exchangeOrderId) this.#mustBe(kind.call, exchangeOrderId, answer.uuid);
    else this.#mustBe(kind.call, clientOrderId, clientIdIn(answer));
    if (symbol !== undefined) this.#mustBe(kind.call, idOfSymbol(symbol), answer.market);
    return answer;
  }

  async #listOpen(parameters: TextParameters, onUnreadable?: OnUnreadable): Promise<OrderAnswer[]> {
    const { calls, read } = this.#account;
    const kind = this.#reading('GET open orders', z.array(anyRow(orderAnswer)), 'background');
    const rows = await readPages(
      (page) => calls.ask(kind, () => read.listOpen(page)),
      { ...parameters, order_by: 'asc' }, // newly placed orders come last
      (row) => (row instanceof UnreadableRow ? row.text : row.uuid),
    );
    const { exchange } = this.#dialect;
    return readableRows({ exchange, call: kind.call }, rows, onUnreadable);
  }

  #listClosed(parameters: TextParameters): Promise<OrderAnswer[]> {
    const { calls, read } = this.#account;
    const kind = this.#reading('GET closed orders', z.array(orderAnswer), 'background');
    return calls.ask(kind, () => read.listClosed(parameters));
  }

  #mustBe(call: string, expected: string | undefined, found: string | null): void {
    if (found === expected) return;
    throw aboutAnotherOrder({ exchange: this.#dialect.exchange, call }, expected, found);
  }

  #changing<T>(call: string, schema: z.ZodType<T>): CallKind<T> {
    return { call, schema, priority: 'order', timeoutMs: SUBMIT_TIMEOUT_MS };
  }

  #reading<T>(call: string, schema: z.ZodType<T>, priority: Priority): CallKind<T> {
    return { call, schema, priority, timeoutMs: this.#readTimeoutMs };
  }
}
