import { equals, isZero, type DecimalString } from '../../../domain/decimal.js';
import { compareExecutions, type ExecutionMark } from '../../../domain/fill.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import type { AccountFill, OnUnreadable } from '../../exchange.js';
import { ExchangeFailure } from '../../failure.js';
import { hasAllFills, toFills } from './answers.js';
import { idOfSymbol } from './market-ids.js';
import type { OrderAnswer } from './wire.js';

const DAY_MS = 86_400_000;
/**
 * Orders are listed by creation time, so the list starts this much earlier, to include orders that
 * rested for a while before they filled.
 */
const RESTED_FOR_MS = DAY_MS;
/** How far back fills are returned if no execution is given. */
const UNMARKED_MS = 7 * DAY_MS;
/** Fills shortly before the mark are included: clocks differ, and some sources round to seconds. */
const OVERLAP_MS = 60_000;
/**
 * Each order costs a call, and whoever wants all fills at once has a time limit. Orders that were
 * read stay remembered.
 */
const READ_FOR_MS = 30_000;
/** After so many orders, the fills that are known to be complete are returned. */
const ORDERS_PER_PAGE = 20;

/** Where a history reads orders from. */
export interface HistorySource {
  readonly exchange: string;
  listOpen(market: string, onUnreadable?: OnUnreadable): Promise<OrderAnswer[]>;
  listClosed(market: string, since: number): Promise<OrderAnswer[]>;
  /** Resolves with `null` when the exchange no longer knows the order. */
  getOrder(exchangeOrderId: string): Promise<OrderAnswer | null>;
}

interface RememberedOrder {
  readonly createdAt: number;
  readonly executed: DecimalString;
  readonly fills: readonly AccountFill[];
}

/** A part of the fills, and how many of the orders with fills have been read for it. */
interface ReadPage {
  readonly fills: readonly AccountFill[];
  readonly read: number;
  readonly all: number;
}

interface Remembered {
  /** Between these two times, all ended orders have been listed. */
  since: number;
  until: number;
  /** The orders with fills, by exchange order id. */
  readonly orders: Map<string, RememberedOrder>;
}

/**
 * The fills of an account, market by market, on an exchange that has no list of fills. The orders
 * are listed, and each order with fills is read. What no longer changes is remembered, so that
 * reading again costs only the lists.
 */
export class FillHistory {
  readonly #markets = new Map<MarketSymbol, Remembered>();

  constructor(private readonly source: HistorySource) {}

  /**
   * Returns the fills from an execution on, and some before it, oldest first. Without an execution,
   * returns those of the last seven days. An order that was created more than a day before that is
   * not found; its own workflow tracks it.
   *
   * @throws ExchangeFailure also when there is too much to read at once; the next call continues
   *   there
   */
  async fillsOf(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]> {
    const enoughAt = Date.now() + READ_FOR_MS;
    const found: AccountFill[] = [];
    for await (const { fills, read, all } of this.#pages(symbol, from)) {
      found.push(...fills);
      if (read < all && Date.now() > enoughAt) throw this.#readsOn(read, all, symbol);
    }
    return found;
  }

  /**
   * Yields the same fills in parts, oldest first. Who stops before the end and comes again with the
   * last fill of a part continues after it.
   */
  async *pagesOf(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
    onUnreadable?: OnUnreadable,
  ): AsyncGenerator<readonly AccountFill[]> {
    // After each order, so that whoever reads may stop: a slow exchange takes seconds for each.
    for await (const { fills } of this.#pages(symbol, from, onUnreadable)) yield fills;
  }

  async *#pages(
    symbol: MarketSymbol,
    from: ExecutionMark | null,
    onUnreadable?: OnUnreadable,
  ): AsyncGenerator<ReadPage> {
    const now = Date.now();
    const earliest = from ? Date.parse(from.executedAt) - OVERLAP_MS : now - UNMARKED_MS;
    const since = from ? Date.parse(from.executedAt) - RESTED_FOR_MS : earliest;
    const known = this.#recall(symbol, since);
    const market = idOfSymbol(symbol);
    // Open orders first: an order that ends in between is then in both lists instead of in neither.
    const open = await this.source.listOpen(market, onUnreadable);
    const ended = await this.source.listClosed(market, this.#listedFrom(known, since));
    const unread = unreadOf(known, [...open, ...ended]);
    let reached = earliest;
    for (const [index, { uuid, created_at }] of unread.entries()) {
      // No order that is still unread can have filled before it was created.
      const isPage = index % ORDERS_PER_PAGE === 0;
      const createdAt = Date.parse(created_at);
      const fills = isPage ? fillsBetween(known, reached, createdAt) : [];
      if (isPage) reached = Math.max(reached, createdAt);
      yield { fills, read: index, all: unread.length };
      await this.#readOrder(uuid, symbol, known, onUnreadable);
    }
    known.since = since;
    known.until = now;
    const fills = fillsBetween(known, reached, Infinity);
    yield { fills, read: unread.length, all: unread.length };
  }

  /**
   * Forgets orders that are too old to be asked for. If they are asked for again, they are read
   * again.
   */
  #recall(symbol: MarketSymbol, since: number): Remembered {
    const known: Remembered = this.#markets.get(symbol) ?? {
      since: Infinity,
      until: 0,
      orders: new Map(),
    };
    this.#markets.set(symbol, known);
    for (const [id, { createdAt, fills }] of known.orders) {
      const isPast = fills.every(({ executedAt }) => Date.parse(executedAt) < since);
      if (createdAt < since && isPast) known.orders.delete(id);
    }
    return known;
  }

  #listedFrom({ since, until }: Remembered, wanted: number): number {
    return since <= wanted ? Math.max(wanted, until - RESTED_FOR_MS) : wanted;
  }

  async #readOrder(
    uuid: string,
    symbol: MarketSymbol,
    known: Remembered,
    onUnreadable?: OnUnreadable,
  ): Promise<void> {
    try {
      const answer = await this.source.getOrder(uuid);
      if (answer) known.orders.set(uuid, toRemembered(answer, symbol));
    } catch (error) {
      const isUnreadable = error instanceof ExchangeFailure && error.origin === 'unreadable';
      if (!isUnreadable || !onUnreadable) throw error;
      onUnreadable(error.message);
    }
  }

  #readsOn(read: number, all: number, symbol: MarketSymbol): ExchangeFailure {
    return new ExchangeFailure(
      `${this.source.exchange}: ${read} of ${all} orders of ${symbol} have been read for their ` +
        'trades; the others are read next time',
      'paused',
    );
  }
}

/** Returns the listed orders whose fills are not all remembered, in order of creation. */
function unreadOf(known: Remembered, listed: readonly OrderAnswer[]): OrderAnswer[] {
  const latest = new Map(listed.map((order) => [order.uuid, order]));
  return [...latest.values()]
    .filter(({ uuid, executed_volume }) => {
      const read = known.orders.get(uuid);
      return !isZero(executed_volume) && !(read && equals(read.executed, executed_volume));
    })
    .sort((left, right) => (left.created_at < right.created_at ? -1 : 1));
}

/** Returns the remembered fills from one time on and before another, oldest first. */
function fillsBetween({ orders }: Remembered, start: number, end: number): AccountFill[] {
  return [...orders.values()]
    .flatMap(({ fills }) => fills)
    .filter(({ executedAt }) => {
      const at = Date.parse(executedAt);
      return at >= start && at < end;
    })
    .sort(compareExecutions);
}

function toRemembered(answer: OrderAnswer, symbol: MarketSymbol): RememberedOrder {
  const fills = toFills(answer, symbol);
  return {
    createdAt: Date.parse(answer.created_at),
    // If the list of fills lags behind its order, the order is read again.
    executed: hasAllFills(answer, fills) ? answer.executed_volume : '0',
    fills: fills.map((fill) => ({
      ...fill,
      exchangeOrderId: answer.uuid,
      side: answer.side,
    })),
  };
}
