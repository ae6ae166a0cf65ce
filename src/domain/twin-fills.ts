import { compare, equals, maximum, type DecimalString } from './decimal.js';
import { totalQuantity, type Fill } from './fill.js';

/** Times that differ by less may be one time: some sources give whole seconds. */
const SAME_TIME_WITHIN_MS = 1_000;

/** A recorded fill, and the trade id under which another source names it. */
export interface Alias {
  readonly exchangeTradeId: string;
  readonly aliasTradeId: string;
}

/** What is known of fills whose trade ids are not recorded. */
export interface TwinDecision {
  /** They are fills of their own. */
  readonly fresh: readonly Fill[];
  /** Recorded fills that came under another id. */
  readonly aliases: readonly Alias[];
  /** Each equals a known fill but for its id; a complete list of the order's fills decides. */
  readonly doubted: readonly Fill[];
}

/** What a read must have listed for it to decide. */
export interface OrderListing {
  /** All fills that a read of the order listed, or `null` if the fills come from elsewhere. */
  readonly fills: readonly Fill[] | null;
  /** How much of the order is filled, as far as anybody knows. */
  readonly filledQuantity: DecimalString;
}

/**
 * Decides which fills are new, on exchanges whose stream and reads may name one fill by two ids. A
 * fill that equals a known one in time, price and quantity may be that one, or a genuine twin: it
 * waits until a read lists all fills of the order. In such a list each fill stands once, so what
 * has no recorded counterpart by id or by figures is new.
 */
export function decideTwins(
  known: readonly Fill[],
  candidates: readonly Fill[],
  { fills: listed, filledQuantity }: OrderListing,
): TwinDecision {
  if (!candidates.some((fill) => fill.hasUnverifiedId)) {
    return { fresh: candidates, aliases: [], doubted: [] };
  }
  const needed = maximum(filledQuantity, totalQuantity(known));
  const isDecided = listed !== null && compare(totalQuantity(listed), needed) >= 0;
  const named = new Set(listed?.map((fill) => fill.exchangeTradeId));
  // Those that the list names by their own id have their counterpart.
  const unmatched = known.filter(
    ({ exchangeTradeId, aliasTradeId }) =>
      !named.has(exchangeTradeId) && !(aliasTradeId && named.has(aliasTradeId)),
  );
  const fresh: Fill[] = [];
  const aliases: Alias[] = [];
  const doubted: Fill[] = [];
  for (const fill of candidates) {
    const index = unmatched.findIndex((other) => isTwin(other, fill));
    const twin = unmatched[index];
    if (twin && isDecided) {
      unmatched.splice(index, 1);
      const { exchangeTradeId } = twin;
      aliases.push({ exchangeTradeId, aliasTradeId: fill.exchangeTradeId });
    } else if (twin ?? (listed === null && fresh.some((other) => isTwin(other, fill)))) {
      doubted.push(fill);
    } else {
      fresh.push(fill);
    }
  }
  return { fresh, aliases, doubted };
}

function isTwin(left: Fill, right: Fill): boolean {
  const apartMs = Math.abs(Date.parse(left.executedAt) - Date.parse(right.executedAt));
  return (
    apartMs < SAME_TIME_WITHIN_MS &&
    equals(left.price, right.price) &&
    equals(left.quantity, right.quantity)
  );
}
