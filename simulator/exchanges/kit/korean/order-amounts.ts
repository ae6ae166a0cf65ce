import { ZERO, type Decimal } from '../../../decimal.js';
import { leavesQuantity, type Order } from '../../../model.js';
import { FEE_RATE } from './fees.js';

const AVERAGE_DIGITS = 8;

/** The figures of an order as both exchanges show them, in REST answers and on the stream. */
export interface OrderAmounts {
  /** The limit, or the amount that a buy may spend. A market sell has none. */
  readonly price: Decimal | null;
  /** The quantity that was ordered. A buy that spends an amount has none. */
  readonly volume: Decimal | null;
  readonly remainingVolume: Decimal | null;
  readonly executedVolume: Decimal;
  readonly executedFunds: Decimal;
  readonly averagePrice: Decimal;
  readonly reservedFee: Decimal;
  readonly remainingFee: Decimal;
  readonly paidFee: Decimal;
  readonly locked: Decimal;
}

/** Returns an order's figures. */
export function amountsOf(order: Order): OrderAmounts {
  const { filledQuantity, cumulativeQuote, quoteQuantity } = order;
  const isByCost = quoteQuantity.gt(0);
  const leaves = leavesQuantity(order);
  return {
    price: isByCost ? quoteQuantity : order.type === 'LIMIT' ? order.price : null,
    volume: isByCost ? null : order.quantity,
    remainingVolume: isByCost ? null : leaves,
    executedVolume: filledQuantity,
    executedFunds: cumulativeQuote,
    averagePrice: filledQuantity.isZero()
      ? ZERO
      : cumulativeQuote.div(filledQuantity).toDecimalPlaces(AVERAGE_DIGITS),
    reservedFee: buyFee(order, isByCost ? quoteQuantity : order.price.times(order.quantity)),
    remainingFee: buyFee(
      order,
      isByCost ? quoteQuantity.minus(cumulativeQuote) : order.price.times(leaves),
    ),
    paidFee: cumulativeQuote.times(FEE_RATE),
    locked: order.reserved,
  };
}

// A sale reserves no fee, since the fee is taken out of what it receives.
function buyFee({ side }: Order, funds: Decimal): Decimal {
  return side === 'BUY' ? funds.times(FEE_RATE) : ZERO;
}
