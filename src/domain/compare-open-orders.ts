import { isAmended, type CurrentTerms, type KnownTerms } from './current-terms.js';
import { equals, type DecimalString } from './decimal.js';
import { isAccepted, type OpenStatus } from './order.js';
import type { MarketSymbol } from './symbol.js';

interface OurOrder extends KnownTerms {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string | null;
  readonly symbol: MarketSymbol;
  readonly status: OpenStatus;
  readonly filledQuantity: DecimalString;
  /** Whether the row has changed in the last seconds, so that a workflow is at it right now. */
  readonly isFresh: boolean;
}

interface TheirOrder {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string;
  readonly symbol: MarketSymbol;
  readonly filledQuantity: DecimalString;
  readonly current?: CurrentTerms | undefined;
}

export interface OpenOrderDifferences<T> {
  /** Open on the exchange, but not among our open orders. */
  readonly onlyTheirs: readonly T[];
  /** Client order ids of our open orders that are not open on the exchange. */
  readonly onlyOurs: readonly string[];
  /**
   * Client order ids of our open orders whose filled quantity or terms differ there, or of which we
   * did not know whether they were placed.
   */
  readonly differing: readonly string[];
}

/**
 * Compares open orders. Ours must be read before theirs. An order is identified by the exchange's
 * id, or by its client order id as long as we do not know the exchange's.
 */
export function compareOpenOrders<T extends TheirOrder>(
  ours: readonly OurOrder[],
  theirs: readonly T[],
): OpenOrderDifferences<T> {
  const byId = new Map(theirs.map((order) => [`${order.symbol} ${order.exchangeOrderId}`, order]));
  const byName = new Map(theirs.map((order) => [order.clientOrderId, order]));
  const found = new Set<T>();
  const onlyOurs: string[] = [];
  const differing: string[] = [];
  for (const order of ours) {
    const there =
      order.exchangeOrderId === null
        ? byName.get(order.clientOrderId)
        : byId.get(`${order.symbol} ${order.exchangeOrderId}`);
    if (there) found.add(there);
    // A row that stays as it is, is one that its workflow does not know of, as after a restore.
    if (order.status === 'PENDING' && order.isFresh) continue; // it is being sent right now
    const isOpen = isAccepted(order.status);
    if (!there) {
      // The workflow of an UNKNOWN order queries it anyway.
      if (isOpen || !order.isFresh) onlyOurs.push(order.clientOrderId);
    } else if (!isOpen || differs(order, there)) {
      differing.push(order.clientOrderId);
    }
  }
  return { onlyTheirs: theirs.filter((order) => !found.has(order)), onlyOurs, differing };
}

function differs(ours: OurOrder, theirs: TheirOrder): boolean {
  return !equals(theirs.filledQuantity, ours.filledQuantity) || isAmended(ours, theirs.current);
}
