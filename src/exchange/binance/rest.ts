import type { Exchange } from 'ccxt';
import { z } from 'zod';
import type { ExecutionMark, Fill } from '../../domain/fill.js';
import type { MarketType, OrderRequest, OrderView } from '../../domain/order.js';
import { marketId, type MarketSymbol } from '../../domain/symbol.js';
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
import { anyRow, readableRows } from '../kit/rows.js';
import { createClient } from './client.js';
import { errorSource, isOrderNotFound } from './codes.js';
import { COSTS } from './limits.js';
import type { BinanceMarkets } from './markets.js';
import { termsOf, toFill, toView } from './answers.js';
import { binanceSymbols } from './symbols.js';
import { binanceClock, isTimestampRefused } from './time.js';
import { accountFillAnswer, orderAnswer, submitAnswer, fillAnswer } from './wire.js';

/** Long enough for a slow matching engine: giving up early only makes an answer unclear. */
const SUBMIT_TIMEOUT_MS = 10_000;
/** For so long after its timestamp the exchange takes an order; Binance's own default, half of ccxt's. */
const SUBMIT_WINDOW_MS = 5_000;
/** A page of `myTrades`; the endpoint's maximum. */
const FILLS_PAGE = 1000;

type Parameters = Record<string, string | number | boolean>;
type Endpoint = (parameters: Parameters) => Promise<unknown>;

/** The signed calls of one market; ccxt names them after the path. */
interface BinanceCalls {
  readonly postOrder: Endpoint;
  readonly getOrder: Endpoint;
  readonly deleteOrder: Endpoint;
  readonly getOpenOrders: Endpoint;
  readonly getFills: Endpoint;
}

/**
 * Orders on Binance Spot and USDⓈ-M futures. Uses ccxt's signed implicit calls, which carry the
 * decimal strings untouched: ccxt's unified numbers are floats.
 */
export class BinanceRest implements ExchangeRest {
  readonly #account: ExchangeAccount;
  readonly #markets: BinanceMarkets;
  readonly #readTimeoutMs: number;
  readonly #submit: BinanceCalls;
  readonly #read: BinanceCalls;
  readonly #calls: ExchangeCalls;
  readonly #costs: (typeof COSTS)[MarketType];

  constructor(account: ExchangeAccount, markets: BinanceMarkets, readTimeoutMs: number) {
    this.#account = account;
    this.#markets = markets;
    this.#readTimeoutMs = readTimeoutMs;
    this.#costs = COSTS[account.marketType];
    const credentials = account.credentials.reveal();
    const clock = binanceClock(account, markets.limits);
    const budget = rateBudgetOf(account, markets.limits);
    this.#calls = new ExchangeCalls({
      ...errorSource(account.marketType),
      budget,
      time: { clock, isRefused: isTimestampRefused },
    });
    const open = (timeoutMs: number) =>
      endpointsOf(account, createClient(account, credentials, timeoutMs, clock, budget.onAnswer));
    this.#submit = open(SUBMIT_TIMEOUT_MS);
    this.#read = open(readTimeoutMs);
  }

  async submitOrder(request: OrderRequest): Promise<SubmitAnswer> {
    const isSpot = this.#account.marketType === 'SPOT';
    const kind = {
      ...{ call: 'POST order', schema: submitAnswer },
      ...{ timeoutMs: SUBMIT_TIMEOUT_MS, priority: 'order' as const, costs: this.#costs.postOrder },
    };
    const answer = await this.#calls.askOnce(kind, () =>
      this.#submit.postOrder({
        symbol: marketId(request.symbol, binanceSymbols),
        side: request.side,
        type: request.orderType,
        newClientOrderId: request.clientOrderId,
        recvWindow: SUBMIT_WINDOW_MS,
        newOrderRespType: isSpot ? 'FULL' : 'RESULT',
        quantity: request.quantity,
        ...(request.orderType === 'LIMIT' && request.price !== null
          ? { price: request.price, timeInForce: request.timeInForce }
          : {}),
        ...(request.reduceOnly && !isSpot ? { reduceOnly: 'true' } : {}),
      }),
    );
    if (answer.clientOrderId !== request.clientOrderId) {
      throw new ExchangeFailure(
        `binance POST order: the answer is about another order: expected ${request.clientOrderId}, was ${answer.clientOrderId}`,
        'unreadable',
      );
    }
    const executedAt = answer.transactTime ?? new Date().toISOString();
    const fills = (answer.fills ?? []).map((fill) => ({
      exchangeTradeId: fill.tradeId,
      price: fill.price,
      quantity: fill.qty,
      isMaker: false, // what fills while it is being placed takes liquidity
      fee: fill.commission,
      feeAsset: fill.commissionAsset,
      realizedPnl: null,
      executedAt,
    }));
    return { view: toView(answer), fills };
  }

  async fetchOrder(reference: OrderReference): Promise<ListedOrder | null> {
    const kind = this.#reading('GET order', orderAnswer, 'verify', this.#costs.getOrder);
    const answer = await orNotFound(
      this.#calls.ask(kind, () => this.#read.getOrder(identityOf(reference))),
    );
    return answer && { ...toView(answer), symbol: reference.symbol, terms: termsOf(answer) };
  }

  async fetchFills(reference: OrderReference & { exchangeOrderId: string }): Promise<Fill[]> {
    const fills: Fill[] = [];
    const { getFillsOfOrder } = this.#costs;
    const kind = this.#reading('GET trades', z.array(fillAnswer), 'verify', getFillsOfOrder);
    let fromId: string | undefined;
    for (;;) {
      const page = await this.#calls.ask(kind, () =>
        this.#read.getFills({
          symbol: marketId(reference.symbol, binanceSymbols),
          orderId: reference.exchangeOrderId,
          limit: FILLS_PAGE,
          ...(fromId === undefined ? {} : { fromId }),
        }),
      );
      const next = pageFrom(page, fromId);
      // Guards against a server that ignores orderId: another order's fill must never be ours.
      const own = next.filter((fill) => fill.orderId === reference.exchangeOrderId);
      fills.push(...own.map(toFill));
      const last = next.at(-1);
      if (page.length < FILLS_PAGE || !last) return fills;
      fromId = (BigInt(last.id) + 1n).toString();
    }
  }

  async fetchAccountFills(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
  ): Promise<AccountFill[]> {
    const fills: AccountFill[] = [];
    const { getAccountFills } = this.#costs;
    const kind = this.#reading(
      'GET trades',
      z.array(accountFillAnswer),
      'background',
      getAccountFills,
    );
    // Without an id the newest are answered.
    let fromId = from?.exchangeTradeId ?? '0';
    for (;;) {
      const page = await this.#calls.ask(kind, () =>
        this.#read.getFills({
          symbol: marketId(symbol, binanceSymbols),
          limit: FILLS_PAGE,
          fromId,
        }),
      );
      const next = pageFrom(page, fromId);
      fills.push(
        ...next.map((fill) => ({
          ...toFill(fill),
          exchangeOrderId: fill.orderId,
          side: fill.side,
        })),
      );
      const last = next.at(-1);
      if (page.length < FILLS_PAGE || !last) return fills;
      fromId = (BigInt(last.id) + 1n).toString();
    }
  }

  /** Without a symbol: 80 of 6000 (spot) or 40 of 2400 (futures) a minute, whatever the orders' number. */
  async fetchOpenOrders(
    _symbols: readonly MarketSymbol[],
    onUnreadable?: OnUnreadable,
  ): Promise<ListedOrder[]> {
    await this.#markets.ready();
    const { getOpenOrders } = this.#costs;
    const list = z.array(anyRow(orderAnswer));
    const kind = this.#reading('GET openOrders', list, 'background', getOpenOrders);
    const rows = await this.#calls.ask(kind, () => this.#read.getOpenOrders({}));
    const { exchange } = errorSource(this.#account.marketType);
    return readableRows({ exchange, call: kind.call }, rows, onUnreadable).flatMap((order) => {
      const symbol = this.#markets.symbolOf(order.symbol);
      return symbol ? [{ ...toView(order), symbol, terms: termsOf(order) }] : [];
    });
  }

  async cancelOrder(reference: OrderReference): Promise<OrderView | null> {
    const kind = {
      ...{ call: 'DELETE order', schema: orderAnswer },
      ...{ timeoutMs: SUBMIT_TIMEOUT_MS, priority: 'order' as const },
      costs: this.#costs.deleteOrder,
    };
    const answer = await orNotFound(
      this.#calls.ask(kind, () => this.#submit.deleteOrder(identityOf(reference))),
    );
    return answer && toView(answer);
  }

  #reading<T>(call: string, schema: z.ZodType<T>, priority: Priority, costs: Costs): CallKind<T> {
    return { call, schema, priority, costs, timeoutMs: this.#readTimeoutMs };
  }
}

/** Guards against a server that ignores fromId: its first page would come for ever. */
function pageFrom<T extends { readonly id: string }>(page: readonly T[], fromId?: string): T[] {
  return page.filter(({ id }) => fromId === undefined || BigInt(id) >= BigInt(fromId));
}

function endpointsOf(account: ExchangeAccount, client: Exchange): BinanceCalls {
  const names =
    account.marketType === 'SPOT'
      ? {
          postOrder: 'privatePostOrder',
          getOrder: 'privateGetOrder',
          deleteOrder: 'privateDeleteOrder',
          getOpenOrders: 'privateGetOpenOrders',
          getFills: 'privateGetMyTrades',
        }
      : {
          postOrder: 'fapiPrivatePostOrder',
          getOrder: 'fapiPrivateGetOrder',
          deleteOrder: 'fapiPrivateDeleteOrder',
          getOpenOrders: 'fapiPrivateGetOpenOrders',
          getFills: 'fapiPrivateGetUserTrades',
        };
  const methods = client as unknown as Record<string, Endpoint>;
  return Object.fromEntries(
    Object.entries(names).map(([name, method]) => [
      name,
      (parameters: Parameters) => methods[method]?.call(client, parameters),
    ]),
  ) as unknown as BinanceCalls;
}

function identityOf(reference: OrderReference): Parameters {
  const { clientOrderId, exchangeOrderId } = reference;
  return {
    symbol: marketId(reference.symbol, binanceSymbols),
    ...(exchangeOrderId ? { orderId: exchangeOrderId } : { origClientOrderId: clientOrderId }),
  };
}

async function orNotFound<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ExchangeFailure && isOrderNotFound(error.details.code)) return null;
    throw error;
  }
}
