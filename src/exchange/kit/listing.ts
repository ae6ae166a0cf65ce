import { z } from 'zod';
import type { MarketRules } from '../../domain/market.js';
import { isAssetName, type MarketSymbol } from '../../domain/symbol.js';
import { excerptOf } from '../../observability/log.js';
import { nameOf, notAsDocumented, type CallName } from './parse-answer.js';

/** What an exchange lists. Adapters add whatever else they read from it. */
export interface Listing {
  readonly rules: ReadonlyMap<MarketSymbol, MarketRules>;
  /** Why the rules of some markets cannot be read. Their names are known all the same. */
  readonly unreadable: ReadonlyMap<MarketSymbol, string>;
  /** The markets by the exchange's ids, with or without readable rules. */
  readonly symbolsById: ReadonlyMap<string, MarketSymbol>;
  readonly idsBySymbol: ReadonlyMap<MarketSymbol, string>;
  /** Ids that are listed but are no markets here, such as those of dated contracts. */
  readonly otherIds: ReadonlySet<string>;
  /** What is left out of the listing or of its rules, and why. */
  readonly problems: readonly string[];
}

/** The listing before the first load. */
export const EMPTY_LISTING: Listing = {
  rules: new Map(),
  unreadable: new Map(),
  symbolsById: new Map(),
  idsBySymbol: new Map(),
  otherIds: new Set(),
  problems: [],
};

/** The name of a row: what must be readable for its orders to be tracked. */
export interface NamedRow {
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly isTrading: boolean;
  /** Whether it is a market of ours at all, not a dated contract. */
  readonly isMarket: boolean;
}

/** How an adapter reads the rows of its listing. */
export interface RowReading<N extends NamedRow, R> {
  readonly what: CallName;
  readonly name: z.ZodType<N>;
  /** The fields from which the rules come. */
  readonly terms: z.ZodType<R>;
  toRules(symbol: MarketSymbol, name: N, terms: R): MarketRules;
  /** Returns the id that a market regularly has. Of two with one name, that is the one we mean. */
  usualIdOf(symbol: MarketSymbol): string;
}

/** The name of an asset in a row. */
export const assetName = z.string().refine(isAssetName, 'must be the name of an asset');

/**
 * Reads the rows of a listing one by one: a row that is not as documented never spoils the others
 * (P8). If only its name is readable, the market is known, and an order in it is checked by the
 * exchange alone.
 */
export function readListing<N extends NamedRow, R>(
  rows: readonly unknown[],
  reading: RowReading<N, R>,
): Listing {
  const draft = new ListingDraft();
  const named: (readonly [N, unknown])[] = [];
  for (const row of rows) {
    const name = reading.name.safeParse(row);
    if (name.success) named.push([name.data, row]);
    else draft.leftOut(reading.what, notAsDocumented(name.error, 'row'), row);
  }
  for (const [name] of named) if (!name.isMarket) draft.otherIds.add(name.id);
  for (const [name, row] of inOrderOfChoice(named, reading)) draft.add(name, row, reading);
  return draft;
}

/** Puts the row first that a name means: by its id, then by whether it trades, never by luck. */
function inOrderOfChoice<N extends NamedRow>(
  named: readonly (readonly [N, unknown])[],
  { usualIdOf }: Pick<RowReading<N, unknown>, 'usualIdOf'>,
): (readonly [N, unknown])[] {
  const rank = (row: N): number =>
    (row.id === usualIdOf(symbolOf(row)) ? 0 : 2) + (row.isTrading ? 0 : 1);
  return named
    .filter(([{ isMarket }]) => isMarket)
    .sort(([left], [right]) => rank(left) - rank(right) || (left.id < right.id ? -1 : 1));
}

function symbolOf({ base, quote }: NamedRow): MarketSymbol {
  return `${base}/${quote}`;
}

class ListingDraft implements Listing {
  readonly rules = new Map<MarketSymbol, MarketRules>();
  readonly unreadable = new Map<MarketSymbol, string>();
  readonly symbolsById = new Map<string, MarketSymbol>();
  readonly idsBySymbol = new Map<MarketSymbol, string>();
  readonly otherIds = new Set<string>();
  readonly problems: string[] = [];

  leftOut(what: CallName, problem: string, row: unknown): void {
    const text = excerptOf(JSON.stringify(row) ?? String(row), 120);
    this.problems.push(`${nameOf(what)}: a row is left out: ${problem}, was ${text}`);
  }

  add<N extends NamedRow, R>(name: N, row: unknown, reading: RowReading<N, R>): void {
    const { what } = reading;
    const symbol = symbolOf(name);
    const taken = this.idsBySymbol.get(symbol);
    if (taken !== undefined) {
      this.otherIds.add(name.id);
      this.problems.push(`${nameOf(what)}: ${symbol} is taken for ${taken}, not for ${name.id}`);
      return;
    }
    this.symbolsById.set(name.id, symbol);
    this.idsBySymbol.set(symbol, name.id);
    const read = reading.terms.safeParse(row);
    if (read.success) {
      this.rules.set(symbol, reading.toRules(symbol, name, read.data));
      return;
    }
    const problem = `${nameOf(what)}: the rules of ${symbol} are not as documented: ${notAsDocumented(read.error, 'row')}`;
    this.problems.push(problem);
    // Before its launch, a market has no rules yet, and takes no orders either.
    if (name.isTrading) this.unreadable.set(symbol, problem);
    else this.rules.set(symbol, withoutRules(symbol));
  }
}

function withoutRules(symbol: MarketSymbol): MarketRules {
  const unbounded = { step: '0', minimum: null, maximum: null };
  return {
    symbol,
    isTrading: false,
    orderTypes: [],
    price: unbounded,
    quantity: unbounded,
    marketQuantity: null,
    minimumNotional: null,
  };
}
