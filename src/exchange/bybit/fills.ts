import type { ExecutionMark, Fill } from '../../domain/fill.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { AccountFill } from '../exchange.js';
import type { CallParameters } from '../kit/ccxt-client.js';
import type { Priority } from '../kit/limits/limits.js';
import { toFill } from './answers.js';
import type { BybitMarkets } from './markets.js';
import { everyPage, type AskPage } from './paging.js';
import { executionRow, type BybitExecution } from './wire.js';

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

/**
 * Reads an account's fills, which Bybit calls executions. Bybit lists them newest first, in pages,
 * and at most seven days per request.
 */
export class BybitFills {
  constructor(
    private readonly markets: BybitMarkets,
    private readonly ask: AskPage,
    private readonly now: () => number,
  ) {}

  /**
   * Returns the fills of one order, oldest first. Bybit documents that an order id takes precedence
   * over all other filters, so no time is sent. If it lists only one week even so, the order's
   * totals show what is missing.
   */
  async ofOrder(symbol: MarketSymbol, orderId: string): Promise<Fill[]> {
    const rows = await this.#read(symbol, { orderId }, 'verify');
    // Guards against a server that ignores orderId: another order's fill must never be ours.
    return inOrder(rows.filter((row) => row.orderId === orderId)).flatMap(
      (row) => toFill(row, this.markets.category, symbol) ?? [],
    );
  }

  /**
   * Returns the account's fills in a market, oldest first, starting one minute before a mark.
   * Without a mark, returns those of the last seven days.
   */
  async ofMarket(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]> {
    const rows: BybitExecution[] = [];
    if (from === null) rows.push(...(await this.#read(symbol, {}, 'background')));
    else {
      for (const window of weeksSince(Date.parse(from.executedAt) - OVERLAP_MS, this.now())) {
        rows.push(...(await this.#read(symbol, window, 'background')));
      }
    }
    return inOrder(rows).flatMap((row) => {
      const fill = toFill(row, this.markets.category, symbol);
      return fill ? [{ ...fill, exchangeOrderId: row.orderId, side: row.side }] : [];
    });
  }

  async #read(
    symbol: MarketSymbol,
    of: CallParameters,
    priority: Priority,
  ): Promise<BybitExecution[]> {
    const id = await this.markets.idOf(symbol);
    const parameters = {
      category: this.markets.category,
      symbol: id,
      ...of,
      execType: 'Trade',
      limit: PAGE,
    };
    const rows = await everyPage((cursor) => {
      const at = cursor === undefined ? {} : { cursor };
      return this.ask('execution/list', executionRow, { ...parameters, ...at }, priority);
    });
    return rows.filter((row) => row !== null && row.symbol === id) as BybitExecution[];
  }
}

/** Yields at least one week, because the exchange's clock may be ahead of ours. */
function* weeksSince(
  start: number,
  now: number,
): Generator<{ startTime: number; endTime: number }> {
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
