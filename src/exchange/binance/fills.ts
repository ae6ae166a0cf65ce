import type { z } from 'zod';
import { equals } from '../../domain/decimal.js';
import { totalQuantity, type ExecutionMark, type Fill } from '../../domain/fill.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { AccountFill, OnUnreadable, ReadOptions } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import type { CallParameters } from '../kit/ccxt-client.js';
import type { BudgetedCall } from '../kit/limits/rate-budget.js';
import { mustBeInTime } from '../kit/in-time.js';
import { anyRow, readableRows } from '../kit/rows.js';
import { toFill } from './answers.js';
import { isCombinationRefused } from './codes.js';
import type { MarketCosts } from './limits.js';
import { accountFillAnswer, fillAnswer } from './wire.js';

/** The endpoint's maximum. */
const PAGE = 1000;
/** How far a list that starts at a time reaches, at most. */
const WEEK_MS = 7 * 86_400_000;

type OrderFill = z.infer<typeof fillAnswer>;

/** The part of an order that tells where its fills are. */
export interface FilledOrder {
  readonly executedQty: string;
  /** When it was placed, ISO 8601; absent if the answer does not say. */
  readonly time?: string | undefined;
}

/** How fills, which Binance calls trades, are asked for: `myTrades`, `userTrades`. */
export interface FillCalls {
  /** For messages. */
  readonly exchange: string;
  readonly costs: MarketCosts;
  /** Returns the exchange's id of a market. */
  idOf(symbol: MarketSymbol): string;
  ask<T>(
    row: z.ZodType<T>,
    parameters: CallParameters,
    budgeted: Required<BudgetedCall>,
  ): Promise<T[]>;
  askOrder(symbol: MarketSymbol, orderId: string): Promise<FilledOrder | null>;
}

/** Reads an account's fills. Binance lists them in pages, oldest first, starting at an id. */
export class BinanceFills {
  constructor(private readonly calls: FillCalls) {}

  /**
   * Returns the fills of one order, oldest first. Without an id to start at, Binance answers the
   * newest thousand, so what an order with more of them filled before is asked for by id.
   */
  async ofOrder(symbol: MarketSymbol, orderId: string, options: ReadOptions = {}): Promise<Fill[]> {
    const ask = this.#askerOf(symbol, options);
    // Guards against a server that ignores orderId: another order's fill must never be ours.
    const own = (rows: readonly OrderFill[]) => rows.filter((row) => row.orderId === orderId);
    const page = await ask({ orderId });
    const newest = own(page);
    const [first] = newest;
    if (page.length < PAGE || !first) return newest.map(toFill);
    const before = await this.#before(first.id, '0', (from) =>
      ask({ orderId, ...from }).catch(noneIfRefused),
    );
    const rows = [...own(before), ...newest];
    if (rows.length > newest.length) return rows.map(toFill);
    const order = await this.calls.askOrder(symbol, orderId);
    const fills = newest.map(toFill);
    if (order?.time === undefined || equals(order.executedQty, totalQuantity(fills))) return fills;
    // Not every server takes an order and an id together: the market's fills contain the order's.
    const earliest = await this.#firstSince(order.time, first.time, ask);
    if (earliest === undefined) return fills;
    return [...own(await this.#before(first.id, earliest, ask)), ...newest].map(toFill);
  }

  /**
   * Yields the account's fills in a market, oldest first, starting at a mark or with the first one.
   */
  async *pagesOfMarket(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
    onUnreadable?: OnUnreadable,
  ): AsyncGenerator<AccountFill[]> {
    const budgeted = { priority: 'scan', costs: this.calls.costs.getAccountFills } as const;
    const what = { exchange: this.calls.exchange, call: 'GET trades' };
    // Without an id, Binance would return the newest fills.
    let fromId = from?.exchangeTradeId ?? '0';
    for (;;) {
      const parameters = { ...pageOf(this.calls.idOf(symbol)), fromId };
      const page = await this.calls.ask(anyRow(accountFillAnswer), parameters, budgeted);
      const next = readableRows(what, page, onUnreadable).filter(isSince(fromId));
      yield next.map((row) => ({ ...toFill(row), exchangeOrderId: row.orderId, side: row.side }));
      const last = next.at(-1);
      // A server that ignores fromId returns its first page again: none of it is new.
      if (page.length < PAGE || !last) return;
      fromId = after(last.id);
    }
  }

  #askerOf(
    symbol: MarketSymbol,
    { canWait = false, endBy }: ReadOptions,
  ): (of: CallParameters) => Promise<OrderFill[]> {
    const { costs } = this.calls;
    return async (of) => {
      mustBeInTime({ exchange: this.calls.exchange, call: 'GET trades' }, endBy);
      const cost = 'orderId' in of ? costs.getFillsOfOrder : costs.getAccountFills;
      const budgeted = { priority: canWait ? 'scan' : 'verify', costs: cost } as const;
      return this.calls.ask(fillAnswer, { ...pageOf(this.calls.idOf(symbol)), ...of }, budgeted);
    };
  }

  /** Reads page after page from an id on, up to but not including another id. */
  async #before(
    end: string,
    start: string,
    ask: (from: { fromId: string }) => Promise<OrderFill[]>,
  ): Promise<OrderFill[]> {
    const rows: OrderFill[] = [];
    let fromId = start;
    for (;;) {
      const page = await ask({ fromId });
      const next = page.filter(isSince(fromId));
      rows.push(...next.filter(({ id }) => BigInt(id) < BigInt(end)));
      const last = next.at(-1);
      if (page.length < PAGE || !last || BigInt(last.id) >= BigInt(end)) return rows;
      fromId = after(last.id);
    }
  }

  /** Returns the id of the market's first fill between two times; a list reaches a week at most. */
  async #firstSince(
    start: string,
    end: string,
    ask: (of: { startTime: number }) => Promise<OrderFill[]>,
  ): Promise<string | undefined> {
    for (let at = Date.parse(start); at <= Date.parse(end); at += WEEK_MS) {
      const [first] = await ask({ startTime: at });
      if (first) return first.id;
    }
    return undefined;
  }
}

function pageOf(symbol: string): CallParameters {
  return { symbol, limit: PAGE };
}

function isSince(fromId: string): (row: { readonly id: string }) => boolean {
  return ({ id }) => BigInt(id) >= BigInt(fromId);
}

function after(id: string): string {
  return (BigInt(id) + 1n).toString();
}

function noneIfRefused(error: unknown): OrderFill[] {
  if (error instanceof ExchangeFailure && isCombinationRefused(error.details.code)) return [];
  throw error;
}
