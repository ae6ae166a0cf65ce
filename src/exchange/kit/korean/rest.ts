import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { DecimalString } from '../../../domain/decimal.js';
import type { ExecutionMark, Fill } from '../../../domain/fill.js';
import { isTerminal, type OrderRequest, type OrderView } from '../../../domain/order.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import { ExchangeCalls, type CallKind } from '../exchange-calls.js';
import type {
  AccountFill,
  ExchangeRest,
  ListedOrder,
  OnUnreadable,
  OrderReference,
  SubmitAnswer,
} from '../../exchange.js';
import { ExchangeFailure } from '../../failure.js';
import type { Priority, RateBudget } from '../limits/rate-budget.js';
import { anyRow, readableRows, UnreadableRow } from '../rows.js';
import { clientIdIn, toFills, toListedOrder } from './answers.js';
import { costOf, tickerAnswer } from './cost.js';
import type { Dialect, KoreanCalls, TextParameters, SentOrder } from './dialect.js';
import { isOrderNotFound } from './errors.js';
import { idOfSymbol } from './market-ids.js';
import type { KoreanMarkets } from './markets.js';
import { readPages } from './pages.js';
import { FillHistory } from './fill-history.js';
import { orderAnswer, type OrderAnswer } from './wire.js';

/** Long enough for a slow matching engine: giving up early only makes an answer unclear. */
export const SUBMIT_TIMEOUT_MS = 10_000;
/** A price is asked for between the claim of an order and its sending. */
export const TICKER_TIMEOUT_MS = 2_000;
/** A cancel is only noted; it is carried out within moments. */
const LOOKS_AFTER_CANCEL_MS = [0, 150, 350, 700];

export interface KoreanRestSetup {
  readonly dialect: Dialect;
  readonly markets: KoreanMarkets;
  readonly budget: RateBudget;
  readonly readTimeoutMs: number;
  /** Opens the calls of a client that gives up after so long. */
  openCalls(timeoutMs: number): KoreanCalls;
}

/**
 * Orders on Upbit and Bithumb. Uses ccxt's signed implicit calls, which carry the decimal strings untouched:
 * ccxt's unified calls round Bithumb's prices to four digits.
 */
export class KoreanRest implements ExchangeRest {
  readonly #setup: KoreanRestSetup;
  readonly #calls: ExchangeCalls;
  readonly #submit: KoreanCalls;
  readonly #read: KoreanCalls;
  readonly #history: FillHistory;

  constructor(setup: KoreanRestSetup) {
    this.#setup = setup;
    this.#calls = new ExchangeCalls({ ...setup.dialect, budget: setup.budget });
    this.#submit = setup.openCalls(SUBMIT_TIMEOUT_MS);
    this.#read = setup.openCalls(setup.readTimeoutMs);
    this.#history = new FillHistory({
      exchange: setup.dialect.exchange,
      listOpen: (market) => this.#listOpen({ market }),
      listClosed: (market, since) =>
        setup.dialect.listClosed((page) => this.#listClosed(page), market, since),
      getOrder: (exchangeOrderId) => this.#getOrder({ exchangeOrderId }, 'background'),
    });
  }

  async submitOrder(request: OrderRequest): Promise<SubmitAnswer> {
    const { dialect } = this.#setup;
    const order = await this.#orderOf(request);
    const kind = {
      ...{ call: dialect.names.submit, schema: dialect.takenOrder(order) },
      ...{ timeoutMs: SUBMIT_TIMEOUT_MS, priority: 'order' as const },
    };
    const parameters = dialect.toParameters(order);
    const { clientOrderId, view } = await this.#calls.askOnce(kind, () =>
      this.#submit.submit(parameters),
    );
    this.#mustBe(dialect.names.submit, request.clientOrderId, clientOrderId);
    // Whether it has filled meanwhile is not in the answer: market orders are said to wait, too.
    return { view, fills: [], isAcknowledgement: view.status === 'NEW' };
  }

  async fetchOrder(reference: OrderReference): Promise<ListedOrder | null> {
    const answer = await this.#getOrder(reference, 'verify');
    return answer && toListedOrder(answer, reference.symbol);
  }

  async fetchFills(reference: OrderReference & { exchangeOrderId: string }): Promise<Fill[]> {
    const answer = await this.#getOrder(reference, 'verify');
    return answer ? toFills(answer, reference.symbol) : [];
  }

  async fetchAccountFills(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
  ): Promise<AccountFill[]> {
    return this.#history.fillsOf(symbol, from);
  }

  async fetchOpenOrders(
    _symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]> {
    const { markets } = this.#setup;
    await markets.ready();
    const orders = await this.#listOpen({}, onUnreadable);
    return orders.flatMap((order) => {
      const symbol = markets.symbolOf(order.market);
      return symbol === undefined ? [] : [toListedOrder(order, symbol)];
    });
  }

  /** The answer to a cancel tells how the order was before, or nothing: so it is looked at. */
  async cancelOrder(reference: OrderReference): Promise<OrderView | null> {
    const { dialect } = this.#setup;
    const kind = {
      ...{ call: dialect.names.cancel, schema: z.unknown() },
      ...{ timeoutMs: SUBMIT_TIMEOUT_MS, priority: 'order' as const },
    };
    const identity = identityOf(reference, dialect.cancelId);
    const noted = await orNotFound(
      this.#calls.ask(kind, async () => (await this.#submit.cancel(identity)) ?? {}),
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

  /** Market buys are sized by what they are to spend. @throws ExchangeFailure */
  async #orderOf(request: OrderRequest): Promise<SentOrder> {
    const { symbol, side, orderType, quantity, price, timeInForce, clientOrderId } = request;
    const named = { symbol, market: idOfSymbol(symbol), side, clientOrderId };
    if (orderType === 'LIMIT' && price !== null) {
      return { ...named, type: 'limit', price, volume: quantity, timeInForce };
    }
    const atMarket = { ...named, timeInForce: 'GTC' as const };
    if (side === 'SELL') return { ...atMarket, type: 'market', volume: quantity };
    const { exchange } = this.#setup.dialect;
    const cost = await costOf(exchange, request, () => this.#lastPrice(named.market));
    return { ...atMarket, type: 'price', price: cost };
  }

  async #lastPrice(market: string): Promise<DecimalString | null> {
    const kind = {
      ...{ call: 'GET ticker', schema: tickerAnswer },
      // Prices are counted apart, by address, and generously.
      ...{ timeoutMs: TICKER_TIMEOUT_MS, priority: 'order' as const, costs: {} },
    };
    const tickers = await this.#calls.ask(kind, () => this.#read.ticker({ markets: market }));
    return tickers.find((ticker) => ticker.market === market)?.trade_price ?? null;
  }

  /** @param reference without a market it is that of the answer */
  async #getOrder(
    reference: Partial<OrderReference>,
    priority: Priority,
  ): Promise<OrderAnswer | null> {
    const kind = this.#reading('GET order', orderAnswer, priority);
    const identity = identityOf(reference, this.#setup.dialect.orderId);
    const answer = await orNotFound(this.#calls.ask(kind, () => this.#read.getOrder(identity)));
    if (!answer) return null;
    const { symbol, clientOrderId, exchangeOrderId } = reference;
    if (exchangeOrderId) this.#mustBe(kind.call, exchangeOrderId, answer.uuid);
    else this.#mustBe(kind.call, clientOrderId, clientIdIn(answer));
    if (symbol !== undefined) this.#mustBe(kind.call, idOfSymbol(symbol), answer.market);
    return answer;
  }

  async #listOpen(parameters: TextParameters, onUnreadable?: OnUnreadable): Promise<OrderAnswer[]> {
    const kind = this.#reading('GET open orders', z.array(anyRow(orderAnswer)), 'background');
    const rows = await readPages(
      (page) => this.#calls.ask(kind, () => this.#read.listOpen(page)),
      { ...parameters, state: 'wait', order_by: 'asc' }, // what comes meanwhile comes last
      (row) => (row instanceof UnreadableRow ? row.text : row.uuid),
    );
    const { exchange } = this.#setup.dialect;
    return readableRows({ exchange, call: kind.call }, rows, onUnreadable);
  }

  #listClosed(parameters: TextParameters): Promise<OrderAnswer[]> {
    const kind = this.#reading('GET closed orders', z.array(orderAnswer), 'background');
    return this.#calls.ask(kind, () => this.#read.listClosed(parameters));
  }

  #mustBe(call: string, expected: string | undefined, found: string | null): void {
    if (found === expected) return;
    throw new ExchangeFailure(
      `${this.#setup.dialect.exchange} ${call}: the answer is about another order: expected ${expected}, was ${found}`,
      'unreadable',
    );
  }

  #reading<T>(call: string, schema: z.ZodType<T>, priority: Priority): CallKind<T> {
    return { call, schema, priority, timeoutMs: this.#setup.readTimeoutMs };
  }
}

function identityOf(
  { exchangeOrderId, clientOrderId = '' }: Partial<OrderReference>,
  names: { readonly own: string; readonly client: string },
): TextParameters {
  return exchangeOrderId ? { [names.own]: exchangeOrderId } : { [names.client]: clientOrderId };
}

async function orNotFound<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ExchangeFailure && isOrderNotFound(error)) return null;
    throw error;
  }
}
