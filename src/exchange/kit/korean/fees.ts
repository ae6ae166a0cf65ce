import {
  add,
  compare,
  divide,
  equals,
  isZero,
  multiply,
  subtract,
  type DecimalString,
} from '../../../domain/decimal.js';

/** Enough for every product of a price, a volume and a rate: what divides is exact. */
const FEE_DECIMALS = 40;

/**
 * Returns a fill's part of what its order has paid, by what it came to. Where the rate is the same for all
 * fills of an order it is what the exchange charged for it, however many had been filled by then.
 *
 * @param funds what the fill came to
 * @param executedFunds what all fills so far came to, of which it is one
 */
export function feeShare(
  paidFee: DecimalString,
  funds: DecimalString,
  executedFunds: DecimalString,
): DecimalString {
  if (isZero(executedFunds)) return '0';
  return divide(multiply(paidFee, funds), executedFunds, FEE_DECIMALS);
}

export interface FilledPart {
  readonly volume: DecimalString;
  readonly funds: DecimalString;
}

export interface OrderPayment {
  readonly paidFee: DecimalString;
  readonly executedVolume: DecimalString;
  /** `null` where the exchange does not tell. */
  readonly executedFunds: DecimalString | null;
}

/**
 * Spreads what an order has paid over its fills, oldest first. When they are all there, the last takes what
 * is left, so that the fees add up to what was paid to the last digit.
 */
export function spreadFee(fills: readonly FilledPart[], paid: OrderPayment): DecimalString[] {
  const { paidFee, executedVolume } = paid;
  const volume = add(...fills.map((fill) => fill.volume));
  const listed = add(...fills.map((fill) => fill.funds));
  const isWhole = equals(volume, executedVolume);
  const executedFunds = paid.executedFunds ?? (isWhole ? listed : scaled(listed, volume, paid));
  const shares = fills.map(({ funds }) => feeShare(paidFee, funds, executedFunds));
  const last = shares.pop();
  if (last === undefined) return [];
  return [...shares, isWhole ? subtract(paidFee, add(...shares)) : last];
}

/** A list that lags behind its order tells what the rest came to only by what is in it. */
function scaled(
  listed: DecimalString,
  volume: DecimalString,
  { executedVolume }: OrderPayment,
): DecimalString {
  if (compare(volume, '0') <= 0) return listed;
  return divide(multiply(listed, executedVolume), volume, FEE_DECIMALS);
}
