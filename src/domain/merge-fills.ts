import {
  compare,
  divide,
  equals,
  isZero,
  maximum,
  multiply,
  signOf,
  subtract,
  sum,
  type DecimalString,
} from './decimal.js';
import { distinctFills, totalQuantity, type Fill } from './fill.js';
import type { SeenState } from './merge.js';
import { settleOrderFees } from './order-fees.js';
import { decideTwins, type Alias } from './twin-fills.js';

/**
 * The trade id of an inferred execution, of which an order has at most one. No exchange uses it.
 */
export const INFERRED_TRADE_ID = 'inferred';

export interface MergedFills {
  /** All fills of the order, as they are to be recorded. */
  readonly fills: readonly Fill[];
  /** What must be written. */
  readonly added: readonly Fill[];
  /** An inferred execution that must be deleted, because real fills or a new one take its place. */
  readonly removed: Fill | null;
  /** Trade ids that were reported again with other figures; the first ones stay. */
  readonly conflicting: readonly string[];
  /** Recorded fills that another source names by another trade id. */
  readonly aliases: readonly Alias[];
  /** Fills that may be recorded under another id: not recorded until a read decides. */
  readonly doubted: readonly Fill[];
}

export interface Inference {
  /** The fills have been missing for so long that they may be inferred. */
  readonly mayInfer: boolean;
  /** Used if the totals give no price: the price of the order itself. */
  readonly fallbackPrice: DecimalString | null;
  /** When the inferred execution is assumed to have happened; ISO 8601. */
  readonly at: string;
  /** The fills are all that a read of the order lists, so they decide about doubted ones. */
  readonly isListed?: boolean;
}

/**
 * Merges seen fills into the recorded ones. Each trade id counts once, and its first record stays.
 *
 * What the exchange reports beyond the fills it names may be inferred. Real fills that come later
 * replace the inferred execution, wholly or in part. The recorded quantity never decreases, and
 * once all real fills are there, no trace of the inferred one is left.
 */
export function mergeFills(
  recorded: readonly Fill[],
  seen: readonly Fill[],
  reported: SeenState | null,
  inference: Inference,
): MergedFills {
  const inferred = recorded.find((fill) => fill.isInferred) ?? null;
  const known = recorded.filter((fill) => !fill.isInferred);
  const byId = byTradeId(known, inference.isListed ? seen : []);
  const distinct = distinctFills(seen);
  const candidates = distinct.filter((fill) => !byId.has(fill.exchangeTradeId));
  const { aliases, doubted, ...decided } = decideTwins(known, candidates, {
    fills: inference.isListed ? distinct : null,
    filledQuantity: reported?.filledQuantity ?? '0',
  });
  const fresh = settleOrderFees(known, decided.fresh);
  const real = [...known, ...fresh];
  const conflicting = [
    ...new Set(
      seen
        .filter((fill) => differs(byId.get(fill.exchangeTradeId), fill))
        .map((fill) => fill.exchangeTradeId),
    ),
  ];
  const next =
    inferred || inference.mayInfer ? infer(recorded, real, inferred, reported, inference) : null;
  const told = { conflicting, aliases, doubted };
  if (inferred && next && isSameFill(inferred, next)) {
    return { fills: [...real, inferred], added: fresh, removed: null, ...told };
  }
  return {
    fills: next ? [...real, next] : real,
    added: next ? [...fresh, next] : fresh,
    removed: inferred,
    ...told,
  };
}

/**
 * Returns the known fills by each of their trade ids.
 *
 * @param listed all fills of the order; an alias is not one if the list names its fill, too
 */
function byTradeId(known: readonly Fill[], listed: readonly Fill[]): ReadonlyMap<string, Fill> {
  const named = new Set(listed.map((fill) => fill.exchangeTradeId));
  const aliased = known.flatMap((fill): [string, Fill][] =>
    fill.aliasTradeId && !named.has(fill.exchangeTradeId) ? [[fill.aliasTradeId, fill]] : [],
  );
  return new Map([
    ...aliased,
    ...known.map((fill): [string, Fill] => [fill.exchangeTradeId, fill]),
  ]);
}

/**
 * Returns the execution that must be inferred beyond the real fills, or `null` if nothing is
 * missing.
 */
function infer(
  recorded: readonly Fill[],
  real: readonly Fill[],
  inferred: Fill | null,
  reported: SeenState | null,
  { fallbackPrice, at }: Inference,
): Fill | null {
  const recordedQuantity = totalQuantity(recorded);
  const realQuantity = totalQuantity(real);
  const total = maximum(recordedQuantity, reported?.filledQuantity ?? '0');
  const missing = subtract(total, realQuantity);
  if (signOf(missing) <= 0) return null;
  const quote =
    reported && equals(reported.filledQuantity, total)
      ? (reported.cumulativeQuote ?? null)
      : equals(recordedQuantity, total)
        ? quoteOf(recorded)
        : null;
  const price = priceOf(quote, quoteOf(real), missing) ?? inferred?.price ?? fallbackPrice;
  if (price === null) return null;
  return {
    exchangeTradeId: INFERRED_TRADE_ID,
    price,
    quantity: missing,
    isMaker: null,
    fee: '0',
    feeAsset: null,
    realizedPnl: null,
    executedAt: inferred?.executedAt ?? at,
    isInferred: true,
  };
}

/**
 * Returns (average × quantity − known average × known quantity) / difference, or `null` if that is
 * not a valid price.
 */
function priceOf(
  quote: DecimalString | null,
  knownQuote: DecimalString,
  missing: DecimalString,
): DecimalString | null {
  if (quote === null || isZero(quote)) return null;
  const rest = subtract(quote, knownQuote);
  return signOf(rest) > 0 ? divide(rest, missing) : null;
}

function quoteOf(fills: readonly Fill[]): DecimalString {
  return sum(fills.map((fill) => multiply(fill.price, fill.quantity)));
}

function isSameFill(left: Fill, right: Fill): boolean {
  return equals(left.price, right.price) && equals(left.quantity, right.quantity);
}

/** Compares fees as amounts only: not every source names an asset for a fee of zero. */
function differs(known: Fill | undefined, fill: Fill): boolean {
  if (known === undefined) return false;
  const isSameFee = fill.orderFee !== undefined || compare(known.fee, fill.fee) === 0;
  return !(isSameFill(known, fill) && isSameFee);
}
