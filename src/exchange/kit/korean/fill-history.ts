import { equals, isZero, type DecimalString } from '../../../domain/decimal.js';
import { compareExecutions, type ExecutionMark } from '../../../domain/fill.js';
import type { MarketSymbol } from '../../../domain/symbol.js';
import type { AccountFill } from '../../exchange.js';
import { ExchangeFailure } from '../../failure.js';
import { hasAllFills, toFills } from './answers.js';
import { idOfSymbol } from './market-ids.js';
import type { OrderAnswer } from './wire.js';

const DAY_MS = 86_400_000;
/**
 * Orders are listed by their creation, so those that had rested for a while are looked for, too.
 */
const RESTED_FOR_MS = DAY_MS;
/** How far back fills are returned where no execution is named. */
const UNMARKED_MS = 7 * DAY_MS;
/** Fills before the mark come along: clocks differ, and some roads round to seconds. */
const OVERLAP_MS = 60_000;
/** Each order is a call. Whoever asks has a time limit, and what has been read stays read. */
const READ_FOR_MS = 30_000;

/** Where a history takes what it knows from. */
export interface HistorySource {
  readonly exchange: string;
  listOpen(market: string): Promise<OrderAnswer[]>;
  listClosed(market: string, since: number): Promise<OrderAnswer[]>;
  /** Resolves with `null` when the exchange does not know it any more. */
  getOrder(exchangeOrderId: string): Promise<OrderAnswer | null>;
}

interface RememberedOrder {
  readonly createdAt: number;
  readonly executed: DecimalString;
  readonly fills: readonly AccountFill[];
}

interface Remembered {
  /** From here to there all ended orders have been listed. */
  since: number;
  until: number;
  /** Those with fills, by the exchange's id. */
  readonly orders: Map<string, RememberedOrder>;
}

/**
 * The fills of an account, market by market, on an exchange that has no list of them: the orders
 * are listed, and each that has filled is read for its fills. What does not change any more is
 * remembered, so that looking again costs the lists only.
 */
export class FillHistory {
  readonly #markets = new Map<MarketSymbol, Remembered>();

  constructor(private readonly source: HistorySource) {}

  /**
   * Returns the fills from an execution on, and some before it, oldest first; without one, those of
   * the last seven days. An order that rested for longer than a day before is not found: its own
   * workflow knows it.
   *
   * @throws ExchangeFailure also when there is too much to read at once: asked again, it reads on
   */
  async fillsOf(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]> {
    const now = Date.now();
    const earliest = from ? Date.parse(from.executedAt) - OVERLAP_MS : now - UNMARKED_MS;
    const since = from ? Date.parse(from.executedAt) - RESTED_FOR_MS : earliest;
    const known = this.#recall(symbol, since);
    const market = idOfSymbol(symbol);
    // Open ones first: what ends meanwhile is then in both lists, not in none.
    const open = await this.source.listOpen(market);
    const ended = await this.source.listClosed(market, this.#listedFrom(known, since));
    await this.#read(symbol, known, [...open, ...ended]);
    known.since = since;
    known.until = now;
    return [...known.orders.values()]
      .flatMap(({ fills }) => fills)
      .filter(({ executedAt }) => Date.parse(executedAt) >= earliest)
      .sort(compareExecutions);
  }

  /** Forgets what nobody asks for any more; whoever asks for it again has it read again. */
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

  async #read(
    symbol: MarketSymbol,
    known: Remembered,
    listed: readonly OrderAnswer[],
  ): Promise<void> {
    const latest = new Map(listed.map((order) => [order.uuid, order]));
    const unread = [...latest.values()].filter(({ uuid, executed_volume }) => {
      const read = known.orders.get(uuid);
      return !isZero(executed_volume) && !(read && equals(read.executed, executed_volume));
    });
    unread.sort((left, right) => (left.created_at < right.created_at ? -1 : 1));
    const enoughAt = Date.now() + READ_FOR_MS;
    for (const [index, { uuid }] of unread.entries()) {
      if (Date.now() > enoughAt) throw this.#readsOn(index, unread.length, symbol);
      const answer = await this.source.getOrder(uuid);
      if (answer) known.orders.set(uuid, toRemembered(answer, symbol));
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

function toRemembered(answer: OrderAnswer, symbol: MarketSymbol): RememberedOrder {
  const fills = toFills(answer, symbol);
  return {
    createdAt: Date.parse(answer.created_at),
    // A list of fills that lags behind its order is read again.
    executed: hasAllFills(answer, fills) ? answer.executed_volume : '0',
    fills: fills.map((fill) => ({
      ...fill,
      exchangeOrderId: answer.uuid,
      side: answer.side,
    })),
  };
}
