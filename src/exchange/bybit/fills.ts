import { compare, maximum, subtract, sum } from '../../domain/decimal.js';
import type { ExecutionMark, Fill } from '../../domain/fill.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { AccountFill, OnUnreadable, ReadOptions } from '../exchange.js';
import type { CallParameters } from '../kit/ccxt-client.js';
import { mustBeInTime } from '../kit/in-time.js';
import { anyRow, readableRows, type UnreadableRow } from '../kit/rows.js';
import { spendsAmount, toFill } from './answers.js';
import { BegunLists, type BegunList, type Row, type Window } from './begun-lists.js';
import { errorSource } from './codes.js';
import type { BybitMarkets } from './markets.js';
import {
  everyPage,
  firstPages,
  NOTHING_READ,
  readPage,
  type AskPage,
  type CursorPage,
  type CursorReading,
} from './paging.js';
import { executionRow, type BybitExecution } from './wire.js';

/** How the list is named in messages. */
const FILLS = { exchange: errorSource.exchange, call: 'GET execution/list' };
const WEEK_MS = 7 * 86_400_000;
/**
 * Bybit does not list older fills at all. This is one day less than two years, since clocks and
 * calendars differ.
 */
const LISTED_FOR_MS = 729 * 86_400_000;
/** A fill may appear in the list after one that happened later. */
const OVERLAP_MS = 60_000;
/** The endpoint's maximum. */
const PAGE = 100;
/** How many pages are read of a window before a shorter one is tried. */
const PAGES_OF_WINDOW = 10;
/** A shorter window is read to its end, however many pages that takes. */
const SHORTEST_WINDOW_MS = 1_000;

/**
 * Reads an account's fills, which Bybit calls executions. Bybit lists them newest first, in pages,
 * and at most seven days per request.
 */
export class BybitFills {
  /** The length of the last window that was read whole, by market: busy times need short ones. */
  readonly #windowMs = new Map<MarketSymbol, number>();
  readonly #begun = new BegunLists();

  /** @param placedAt returns when an order was placed, in milliseconds, if that is known */
  constructor(
    private readonly markets: BybitMarkets,
    private readonly ask: AskPage,
    private readonly now: () => number,
    private readonly placedAt: (symbol: MarketSymbol, orderId: string) => Promise<number | null>,
  ) {}

  /**
   * Returns the fills of one order, oldest first. Bybit documents that an order id takes precedence
   * over all other filters, so no time is sent. If it lists only one week even so, what is missing
   * is asked for week by week from the day on which the order was placed.
   */
  async ofOrder(symbol: MarketSymbol, orderId: string, options: ReadOptions = {}): Promise<Fill[]> {
    // Guards against a server that ignores orderId: another order's fill must never be ours.
    const read = async (window: CallParameters) =>
      (await this.#read(symbol, { orderId, ...window }, options)).filter(
        (row) => row.orderId === orderId,
      );
    const rows = await read({});
    if (!isWhole(rows, this.markets.category)) {
      const start = await this.placedAt(symbol, orderId);
      if (start !== null && start < this.now() - WEEK_MS) {
        for (const window of weeksSince(start, this.now()))
          rows.push(...(await read({ ...window })));
      }
    }
    return inOrder(rows).flatMap((row) => toFill(row, this.markets.category, symbol) ?? []);
  }

  /**
   * Yields the account's fills in a market, oldest first, starting one minute before a mark.
   * Without a mark, starts seven days ago. Bybit lists the newest first, so the list is read window
   * by window, and windows in which much happened are cut short.
   *
   * After each page that does not end a window, yields an empty part. Who stops after any part and
   * comes again with the same mark goes on with the next page, so that a slow list is read in any
   * number of steps.
   */
  async *pagesOfMarket(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
    onUnreadable?: OnUnreadable,
  ): AsyncGenerator<AccountFill[]> {
    if (from === null) {
      const { rows, isWhole } = await this.#first(symbol, {}, PAGES_OF_WINDOW);
      if (isWhole) {
        yield this.#toAccountFills(symbol, rows, onUnreadable);
        return;
      }
    }
    const marked = from ? Date.parse(from.executedAt) - OVERLAP_MS : this.now() - WEEK_MS;
    let begun = this.#begun.take(symbol, from);
    let startTime = begun?.startTime ?? Math.max(marked, this.now() - LISTED_FOR_MS);
    let before: readonly AccountFill[] = [];
    // At least one window, because the exchange's clock may be ahead of ours.
    for (;;) {
      const { window, rows } = yield* this.#readFrom(symbol, startTime, from, begun);
      const fills = this.#toAccountFills(symbol, rows, onUnreadable);
      // Windows share an edge.
      const known = new Set(before.map(identityOf));
      startTime = window.endTime;
      // Who comes again later must not pass over what was listed late.
      const isOld = window.endTime < window.readAt - OVERLAP_MS;
      if (isOld) this.#begun.note(symbol, from, { startTime });
      yield fills.filter((fill) => !known.has(identityOf(fill)));
      if (window.endTime > window.readAt) return;
      this.#begun.take(symbol, from);
      begun = undefined;
      before = fills;
    }
  }

  /** Reads the longest window from a time on that takes a bounded number of pages. */
  async *#readFrom(
    symbol: MarketSymbol,
    startTime: number,
    from: ExecutionMark | null,
    begun: BegunList | undefined,
  ): AsyncGenerator<AccountFill[], { window: Window; rows: (BybitExecution | UnreadableRow)[] }> {
    let lengthMs = Math.min((this.#windowMs.get(symbol) ?? WEEK_MS) * 2, WEEK_MS);
    let pages = begun?.pages;
    for (;;) {
      const endTime = pages?.window.endTime ?? startTime + lengthMs;
      const window = pages?.window ?? { startTime, endTime, readAt: this.now() };
      let reading: CursorReading<Row> = pages?.reading ?? NOTHING_READ;
      pages = undefined;
      lengthMs = endTime - startTime;
      const parameters = await this.#parameters(symbol, { startTime, endTime });
      const most = lengthMs <= SHORTEST_WINDOW_MS ? Infinity : PAGES_OF_WINDOW;
      while (!reading.isWhole && reading.pages < most) {
        reading = await readPage(reading, (cursor) => this.#askAny(parameters, cursor));
        if (reading.isWhole) break;
        this.#begun.note(symbol, from, { startTime, pages: { window, reading } });
        yield [];
        this.#begun.take(symbol, from);
      }
      const rows = ofMarket(reading.rows, parameters);
      if (reading.isWhole) {
        this.#windowMs.set(symbol, lengthMs);
        return { window, rows };
      }
      // What was not listed yet is older than what was.
      const times = rows.flatMap((row) => ('execTime' in row ? [Date.parse(row.execTime)] : []));
      const listedUntil = times.at(-1) ?? endTime;
      const half = Math.floor((Math.min(listedUntil, endTime) - startTime) / 2);
      lengthMs = Math.max(half, SHORTEST_WINDOW_MS);
    }
  }

  #toAccountFills(
    symbol: MarketSymbol,
    rows: readonly (BybitExecution | UnreadableRow)[],
    onUnreadable?: OnUnreadable,
  ): AccountFill[] {
    return inOrder(readableRows(FILLS, rows, onUnreadable)).flatMap((row) => {
      const fill = toFill(row, this.markets.category, symbol);
      return fill ? [{ ...fill, exchangeOrderId: row.orderId, side: row.side }] : [];
    });
  }

  async #read(
    symbol: MarketSymbol,
    of: CallParameters,
    { canWait = false, endBy }: ReadOptions,
  ): Promise<BybitExecution[]> {
    const parameters = await this.#parameters(symbol, of);
    const priority = canWait ? 'scan' : 'verify';
    const rows = await everyPage(async (cursor) => {
      mustBeInTime(FILLS, endBy);
      return this.ask('execution/list', executionRow, { ...parameters, ...at(cursor) }, priority);
    });
    return rows.filter((row) => row !== null).filter((row) => row.symbol === parameters['symbol']);
  }

  async #first(
    symbol: MarketSymbol,
    of: CallParameters,
    most: number,
  ): Promise<{ rows: (BybitExecution | UnreadableRow)[]; isWhole: boolean }> {
    const parameters = await this.#parameters(symbol, of);
    const pages = await firstPages((cursor) => this.#askAny(parameters, cursor), most);
    return { isWhole: pages.isWhole, rows: ofMarket(pages.rows, parameters) };
  }

  /** Asks for a page of which single rows may be unreadable. */
  #askAny(parameters: CallParameters, cursor: string | undefined): Promise<CursorPage<Row>> {
    const of = { ...parameters, ...at(cursor) };
    return this.ask('execution/list', anyRow(executionRow), of, 'scan');
  }

  async #parameters(symbol: MarketSymbol, of: CallParameters): Promise<CallParameters> {
    const id = await this.markets.idOf(symbol);
    const { category } = this.markets;
    return { category, symbol: id, ...of, execType: 'Trade', limit: PAGE };
  }
}

function identityOf({ exchangeOrderId, exchangeTradeId }: AccountFill): string {
  return `${exchangeOrderId} ${exchangeTradeId}`;
}

/** Returns the rows of the market that was asked for: a server may list others as well. */
function ofMarket(
  rows: readonly Row[],
  parameters: CallParameters,
): (BybitExecution | UnreadableRow)[] {
  return rows
    .filter((row) => row !== null)
    .filter((row) => !('symbol' in row) || row.symbol === parameters['symbol']);
}

function at(cursor: string | undefined): CallParameters {
  return cursor === undefined ? {} : { cursor };
}

/**
 * Returns whether the fills of an order are all that its executions prove to exist. Each names how
 * much was left of the order after it. Where nothing was left, the order may have been cancelled
 * or filled; it is looked at unless the fills are all that was ordered.
 */
function isWhole(rows: readonly BybitExecution[], category: BybitMarkets['category']): boolean {
  const [first] = rows;
  if (!first) return false;
  if (spendsAmount(first, category)) return true; // what is left is an amount: it proves nothing
  const proven = maximum('0', ...rows.slice(0, PAGE).map(filledAfter));
  const distinct = new Map(rows.map((row) => [row.execId, row.execQty]));
  return compare(sum([...distinct.values()]), proven) >= 0;
}

function filledAfter({ orderQty, leavesQty, execQty }: BybitExecution): string {
  return orderQty === undefined ? execQty : subtract(orderQty, leavesQty ?? '0');
}

/** Yields at least one week, because the exchange's clock may be ahead of ours. */
function* weeksSince(start: number, now: number): Generator<Omit<Window, 'readAt'>> {
  let startTime = Math.max(start, now - LISTED_FOR_MS);
  do {
    const endTime = startTime + WEEK_MS;
    yield { startTime, endTime };
    startTime = endTime;
  } while (startTime <= now);
}

/**
 * Sorts rows oldest first and removes duplicates: time windows share an edge, and pages shift while
 * they are read.
 */
function inOrder(rows: readonly BybitExecution[]): BybitExecution[] {
  // Both sides of a self-trade have the same execution id.
  const distinct = new Map(rows.map((row) => [`${row.orderId} ${row.execId}`, row]));
  return [...distinct.values()].sort(
    (left, right) =>
      Date.parse(left.execTime) - Date.parse(right.execTime) ||
      compareSequences(left.seq, right.seq),
  );
}

function compareSequences(left: BybitExecution['seq'], right: BybitExecution['seq']): number {
  const [first, second] = [BigInt(left ?? 0), BigInt(right ?? 0)];
  return first < second ? -1 : first > second ? 1 : 0;
}
