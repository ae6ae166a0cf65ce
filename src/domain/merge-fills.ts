import {
  add,
  compare,
  divide,
  equals,
  isZero,
  maximum,
  multiply,
  signOf,
  subtract,
  type DecimalString,
} from './decimal.js';
import { distinctFills, totalQuantity, type Fill } from './fill.js';
import type { SeenState } from './merge.js';
import { settleOrderFees } from './order-fees.js';

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
}

export interface Inference {
  /** The fills have been missing for so long that they may be inferred. */
  readonly mayInfer: boolean;
  /** Used if the totals give no price: the price of the order itself. */
  readonly fallbackPrice: DecimalString | null;
  /** When the inferred execution is assumed to have happened; ISO 8601. */
  readonly at: string;
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
  const byId = new Map(known.map((fill) => [fill.exchangeTradeId, fill]));
  const fresh = settleOrderFees(
    known,
    distinctFills(seen).filter((fill) => !byId.has(fill.exchangeTradeId)),
  );
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
  if (inferred && next && isSameFill(inferred, next)) {
    return { fills: [...real, inferred], added: fresh, removed: null, conflicting };
  }
  return {
    fills: next ? [...real, next] : real,
    added: next ? [...fresh, next] : fresh,
    removed: inferred,
    conflicting,
  };
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
  return add('0', ...fills.map((fill) => multiply(fill.price, fill.quantity)));
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
