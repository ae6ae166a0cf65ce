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
/** Older fills are not listed at all; a day less than two years: clocks and calendars differ. */
const LISTED_FOR_MS = 729 * 86_400_000;
/** A fill may be listed later than one that happened after it. */
const OVERLAP_MS = 60_000;
/** The endpoint's maximum. */
const PAGE = 100;

/**
 * Reads an account's fills, which Bybit calls executions. It lists the newest first, in pages, of
 * seven days at a time.
 */
export class BybitFills {
  constructor(
    private readonly markets: BybitMarkets,
    private readonly ask: AskPage,
    private readonly now: () => number,
  ) {}

  /**
   * Returns the fills of one order, oldest first. Bybit documents that an order's id goes before
   * all else, so no time is given; should it list those of a week only, the order's totals show
   * what is missing.
   */
  async ofOrder(symbol: MarketSymbol, orderId: string): Promise<Fill[]> {
    const rows = await this.#read(symbol, { orderId }, 'verify');
    // Guards against a server that ignores orderId: another order's fill must never be ours.
    return inOrder(rows.filter((row) => row.orderId === orderId)).flatMap(
      (row) => toFill(row, this.markets.category, symbol) ?? [],
    );
  }

  /**
   * Returns the account's fills in a market, oldest first: from a minute before a mark on, or of
   * seven days.
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

/** At least one week: the exchange's clock may be ahead of ours. */
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

/** Oldest first, each once: windows share an edge, and pages move while they are read. */
function inOrder(rows: readonly BybitExecution[]): BybitExecution[] {
  // A self-trade has one execution id on both sides.
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
