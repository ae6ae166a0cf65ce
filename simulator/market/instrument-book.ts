import { Decimal } from '../decimal.js';
import type { Instrument } from '../model.js';

/**
 * Whether an instrument takes orders: while it is halted it does not, and when it is no longer
 * listed, nothing but the orders in it is left.
 */
export type ListingState = 'trading' | 'halted' | 'unlisted';

/** A change of what a market lists. All but the named parts stay as they are. */
export interface ListingChange {
  readonly symbol?: string | undefined;
  /** A new instrument has the rules of this one. */
  readonly like?: string | undefined;
  readonly baseAsset?: string | undefined;
  readonly quoteAsset?: string | undefined;
  readonly contractType?: string | undefined;
  readonly tickSize?: string | undefined;
  readonly stepSize?: string | undefined;
  readonly state?: ListingState | undefined;
  /** Rows that the listing has besides its instruments, sent as they are. They replace others. */
  readonly rows?: readonly unknown[] | undefined;
}

/** The instruments of a market, what it lists of them, and how that was changed. */
export class InstrumentBook {
  readonly instruments = new Map<string, Instrument>();
  readonly #states = new Map<string, ListingState>();
  readonly #changes: ListingChange[] = [];
  #rows: readonly unknown[] = [];

  constructor(instruments: readonly Instrument[]) {
    for (const each of instruments) this.instruments.set(each.symbol, each);
  }

  /** The rows that the listing has besides its instruments. */
  get rows(): readonly unknown[] {
    return this.#rows;
  }

  /** What was changed since the start, in that order. */
  get changes(): readonly ListingChange[] {
    return this.#changes;
  }

  state(symbol: string): ListingState {
    if (!this.instruments.has(symbol)) return 'unlisted';
    return this.#states.get(symbol) ?? 'trading';
  }

  /** Returns the listed instruments. */
  listed(): Instrument[] {
    return [...this.instruments.values()].filter(({ symbol }) => this.state(symbol) !== 'unlisted');
  }

  /** @throws Error when a new instrument does not say which one it is like */
  change(change: ListingChange): void {
    const { symbol, state, rows } = change;
    if (rows) this.#rows = rows;
    if (symbol !== undefined) {
      this.instruments.set(symbol, this.#changed(symbol, change));
      if (state) this.#states.set(symbol, state);
    }
    this.#changes.push(change);
  }

  #changed(symbol: string, { like, tickSize, stepSize, ...change }: ListingChange): Instrument {
    const model = this.instruments.get(symbol) ?? this.instruments.get(like ?? '');
    if (!model) throw new Error(`a new instrument must be like another one, was like "${like}"`);
    const { baseAsset = model.baseAsset, quoteAsset = model.quoteAsset } = change;
    const { contractType = model.contractType } = change;
    const { tickSteps, ...rules } = { ...model, symbol, baseAsset, quoteAsset };
    return {
      ...rules,
      ...(contractType === undefined ? {} : { contractType }),
      ...(tickSize !== undefined
        ? { tickSize: new Decimal(tickSize), minPrice: new Decimal(tickSize) }
        : tickSteps
          ? { tickSteps }
          : {}),
      ...(stepSize === undefined
        ? {}
        : { stepSize: new Decimal(stepSize), minQuantity: new Decimal(stepSize) }),
    };
  }
}
