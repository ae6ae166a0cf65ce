import {
  compare,
  divide,
  equals,
  isZero,
  multiply,
  subtract,
  sum,
  type DecimalString,
} from '../../../domain/decimal.js';

/**
 * A fee is the product of a price, a volume and a rate, and has up to 22 decimals. A share that
 * divides evenly keeps all of them, so that stream and REST compute the same fee.
 */
const SHARE_DECIMALS = 40;

/**
 * Returns a fill's share of the fee that its order has paid, in proportion to the fill's value. If
 * all fills of an order have the same rate, this is exactly what the exchange charged for the fill,
 * no matter how many fills there were at that time.
 *
 * @param funds the fill's value
 * @param executedFunds the value of all fills so far, including this one
 */
export function feeShare(
  paidFee: DecimalString,
  funds: DecimalString,
  executedFunds: DecimalString,
): DecimalString {
  if (isZero(executedFunds)) return '0';
  return divide(multiply(paidFee, funds), executedFunds, SHARE_DECIMALS);
}

/** A fill, as far as its fee depends on it. */
export interface FilledPart {
  readonly volume: DecimalString;
  readonly funds: DecimalString;
}

/** The fee that an order has paid so far, and what was executed for it. */
export interface OrderPayment {
  readonly paidFee: DecimalString;
  readonly executedVolume: DecimalString;
  /** `null` if the exchange does not name it. */
  readonly executedFunds: DecimalString | null;
}

/**
 * Spreads the fee that an order has paid over its fills, oldest first. When all fills are listed,
 * the last one takes the remainder, so that the fees add up exactly to what was paid.
 */
export function spreadFee(fills: readonly FilledPart[], payment: OrderPayment): DecimalString[] {
  const { paidFee, executedVolume } = payment;
  const volume = sum(fills.map((fill) => fill.volume));
  const listed = sum(fills.map((fill) => fill.funds));
  const isWhole = equals(volume, executedVolume);
  const executedFunds =
    payment.executedFunds ?? (isWhole ? listed : scaled(listed, volume, payment));
  const shares = fills.map(({ funds }) => feeShare(paidFee, funds, executedFunds));
  const last = shares.pop();
  if (last === undefined) return [];
  return [...shares, isWhole ? subtract(paidFee, sum(shares)) : last];
}

/**
 * Scales the value of the listed fills to all that was executed, if the list lags behind its order.
 */
function scaled(
  listed: DecimalString,
  volume: DecimalString,
  { executedVolume }: OrderPayment,
): DecimalString {
  if (compare(volume, '0') <= 0) return listed;
  return divide(multiply(listed, executedVolume), volume, SHARE_DECIMALS);
}
