import { equals, type DecimalString } from './decimal.js';

/**
 * What an order asks for according to a report of the exchange, which its owner may have changed
 * there since it was placed.
 */
export interface CurrentTerms {
  /** The whole quantity, including what has filled. */
  readonly quantity: DecimalString;
  /** `null` if the report names none: what is known then stays. */
  readonly price: DecimalString | null;
  /** The exchange's time of the state that was reported, ISO 8601. Reports come in any order. */
  readonly asOf: string;
}

/** The terms that we know an order to have. */
export interface KnownTerms {
  readonly quantity: DecimalString;
  readonly price: DecimalString | null;
  /** The exchange's time of the report that they are from; `null` while they are as requested. */
  readonly termsAsOf: string | null;
}

/** Returns the newer of two reports. Of two that are equally old, the second is the later read. */
export function newestTerms(
  known: CurrentTerms | undefined,
  seen: CurrentTerms | undefined,
): CurrentTerms | undefined {
  if (known === undefined || seen === undefined) return seen ?? known;
  return seen.asOf >= known.asOf ? seen : known;
}

/**
 * Returns the terms of an order after a report. An amendment that one source has reported is not
 * undone by another one that lags behind it.
 */
export function termsAfter(known: KnownTerms, reported: CurrentTerms | undefined): KnownTerms {
  const { quantity, price, termsAsOf } = known;
  if (reported === undefined || isStale(known, reported)) return { quantity, price, termsAsOf };
  return {
    quantity: reported.quantity,
    price: reported.price ?? price,
    termsAsOf: reported.asOf,
  };
}

/** Returns whether a report says that an order has been amended since the terms that we know. */
export function isAmended(known: KnownTerms, reported: CurrentTerms | undefined): boolean {
  const { quantity, price } = termsAfter(known, reported);
  return !equals(quantity, known.quantity) || !isSamePrice(price, known.price);
}

function isStale({ termsAsOf }: KnownTerms, { asOf }: CurrentTerms): boolean {
  return termsAsOf !== null && asOf < termsAsOf;
}

function isSamePrice(left: DecimalString | null, right: DecimalString | null): boolean {
  return left === null || right === null ? left === right : equals(left, right);
}
