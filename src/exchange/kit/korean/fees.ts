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

/**
 * A fee is the product of a price, a volume and a rate, with up to 22 decimals. A share that
 * divides evenly keeps all of them, so that stream and REST work out the same fee.
 */
const SHARE_DECIMALS = 40;

/**
 * Returns a fill's part of what its order has paid, by what it came to. Where the rate is the same
 * for all fills of an order it is what the exchange charged for it, however many had been filled by
 * then.
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
  return divide(multiply(paidFee, funds), executedFunds, SHARE_DECIMALS);
}

/** What a fill came to. */
export interface FilledPart {
  readonly volume: DecimalString;
  readonly funds: DecimalString;
}

/** What an order has paid so far, and for how much. */
export interface OrderPayment {
  readonly paidFee: DecimalString;
  readonly executedVolume: DecimalString;
  /** `null` where the exchange does not name it. */
  readonly executedFunds: DecimalString | null;
}

/**
 * Spreads what an order has paid over its fills, oldest first. When they are all there, the last
 * takes what is left, so that the fees add up to what was paid to the last digit.
 */
export function spreadFee(fills: readonly FilledPart[], payment: OrderPayment): DecimalString[] {
  const { paidFee, executedVolume } = payment;
  const volume = add(...fills.map((fill) => fill.volume));
  const listed = add(...fills.map((fill) => fill.funds));
  const isWhole = equals(volume, executedVolume);
  const executedFunds =
    payment.executedFunds ?? (isWhole ? listed : scaled(listed, volume, payment));
  const shares = fills.map(({ funds }) => feeShare(paidFee, funds, executedFunds));
  const last = shares.pop();
  if (last === undefined) return [];
  return [...shares, isWhole ? subtract(paidFee, add(...shares)) : last];
}

/**
 * Scales what the listed fills came to up to all that was executed, where the list lags behind its
 * order.
 */
function scaled(
  listed: DecimalString,
  volume: DecimalString,
  { executedVolume }: OrderPayment,
): DecimalString {
  if (compare(volume, '0') <= 0) return listed;
  return divide(multiply(listed, executedVolume), volume, SHARE_DECIMALS);
}
