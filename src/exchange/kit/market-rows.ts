import type { MarketSymbol } from '../../domain/symbol.js';
import type { OnUnreadable } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import type { KeptListing } from './kept-listing.js';
import { nameOf, type CallName } from './parse-answer.js';

/** A row of a list, and the market that it is about. */
export interface PlacedRow<T> {
  readonly row: T;
  readonly symbol: MarketSymbol;
}

/**
 * Finds the market of each row. If one is unknown, the listing is asked for again first: it may be
 * new. No row is left out in silence: what stays unknown is reported.
 *
 * @param idOf returns the exchange's id of a row's market
 * @param onUnreadable called for each unknown market; without it, that is reported once
 */
export async function placeRows<T>(
  what: CallName,
  rows: readonly T[],
  idOf: (row: T) => string,
  markets: Pick<KeptListing, 'symbolOf' | 'isOther' | 'renew' | 'tellOnce'>,
  onUnreadable?: OnUnreadable,
): Promise<PlacedRow<T>[]> {
  const ids = new Set(rows.map(idOf));
  const isUnknown = (id: string): boolean =>
    markets.symbolOf(id) === undefined && !markets.isOther(id);
  if ([...ids].some(isUnknown)) await markets.renew().catch(ignoreFailure);
  for (const id of ids) {
    if (markets.isOther(id)) {
      markets.tellOnce(`${nameOf(what)}: orders in ${id} are not tracked: it is no market here`);
    } else if (isUnknown(id)) {
      const problem = `${nameOf(what)}: an order is in ${id}, which the exchange does not list`;
      if (onUnreadable) onUnreadable(problem);
      else markets.tellOnce(problem);
    }
  }
  return rows.flatMap((row) => {
    const symbol = markets.symbolOf(idOf(row));
    return symbol === undefined ? [] : [{ row, symbol }];
  });
}

/** Without an answer, what is known counts (P9). */
function ignoreFailure(error: unknown): void {
  if (!(error instanceof ExchangeFailure)) throw error;
}
