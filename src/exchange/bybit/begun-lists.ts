import type { ExecutionMark } from '../../domain/fill.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { UnreadableRow } from '../kit/rows.js';
import type { CursorReading } from './paging.js';
import type { BybitExecution } from './wire.js';

/** A fill as the list has it, or a row that is none. */
export type Row = BybitExecution | UnreadableRow | null;

/** A part of a list by time, in milliseconds since the epoch. */
export interface Window {
  readonly startTime: number;
  readonly endTime: number;
  /**
   * When its first page was asked for, by the exchange's clock. Pages are listed newest first, so
   * what happened later is not in it, although it may end later.
   */
  readonly readAt: number;
}

/** How far someone came with a market's list who has not read it to its end. */
export interface BegunList {
  /** Where the next window starts, or the one of which some pages have been read. */
  readonly startTime: number;
  readonly pages?: { readonly window: Window; readonly reading: CursorReading<Row> };
}

/** The lists that have been begun, for those who come again with the same mark to go on with. */
export class BegunLists {
  readonly #lists = new Map<MarketSymbol, BegunList & { readonly mark: ExecutionMark }>();

  note(symbol: MarketSymbol, mark: ExecutionMark | null, begun: BegunList): void {
    if (mark) this.#lists.set(symbol, { ...begun, mark });
  }

  /** Takes a list away, so that no two go on with it, and returns it if it has this mark. */
  take(symbol: MarketSymbol, mark: ExecutionMark | null): BegunList | undefined {
    const begun = this.#lists.get(symbol);
    this.#lists.delete(symbol);
    const isSame =
      begun?.mark.executedAt === mark?.executedAt &&
      begun?.mark.exchangeTradeId === mark?.exchangeTradeId;
    return isSame ? begun : undefined;
  }
}
