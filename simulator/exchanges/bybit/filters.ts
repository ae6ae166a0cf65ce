import { isMultipleOf, type Decimal } from '../../decimal.js';
import type { Instrument, OrderDraft } from '../../model.js';
import type { Category } from './categories.js';
import { BybitError, errors } from './errors.js';

/** Checks an order against what instruments-info publishes. `lastPrice` values market orders. */
export function checkFilters(
  draft: OrderDraft,
  category: Category,
  instrument: Instrument,
  lastPrice: Decimal,
): void {
  if (category === 'spot') checkSpot(draft, instrument, lastPrice);
  else checkLinear(draft, instrument, lastPrice);
}

function checkSpot(draft: OrderDraft, instrument: Instrument, lastPrice: Decimal): void {
  const { price, quantity, quoteQuantity, type } = draft;
  if (type === 'LIMIT') {
    if (price.isZero()) throw new BybitError(170133, 'Order price lower than the minimum.');
    if (price.gt(instrument.maxPrice)) {
      throw new BybitError(170132, 'Order price exceeded the upper limit.');
    }
    if (!isMultipleOf(price, instrument.tickSize)) {
      throw new BybitError(170134, 'Order price has too many decimals.');
    }
  }
  if (!isMultipleOf(quantity, instrument.stepSize)) {
    throw new BybitError(170137, 'Order volume decimal too long.');
  }
  const { notional, maxQuantity } = sizeOf(draft, instrument, lastPrice);
  // An amount may buy less than the smallest quantity. The amount itself is checked below.
  if (quantity.lt(instrument.minQuantity) && quoteQuantity.isZero()) {
    throw new BybitError(170136, 'Order quantity exceeded lower limit.');
  }
  if (quantity.gt(maxQuantity)) {
    throw new BybitError(170135, 'Order quantity exceeded upper limit.');
  }
  if (notional.lt(instrument.minNotional) || quantity.isZero()) {
    throw new BybitError(170140, 'Order value exceeded lower limit.');
  }
  if (notional.gt(instrument.maxNotional)) {
    throw new BybitError(170124, 'Order amount too large.');
  }
}

function checkLinear(draft: OrderDraft, instrument: Instrument, lastPrice: Decimal): void {
  const { price, quantity, type } = draft;
  const { minPrice, maxPrice, tickSize, stepSize, minQuantity } = instrument;
  if (type === 'LIMIT') {
    const isInRange = price.gte(minPrice) && price.lte(maxPrice);
    if (!isInRange || !isMultipleOf(price, tickSize)) throw errors.parameter('Price invalid');
  }
  const { notional, maxQuantity } = sizeOf(draft, instrument, lastPrice);
  if (quantity.lt(minQuantity) || !isMultipleOf(quantity, stepSize)) {
    throw errors.parameter('Qty invalid');
  }
  if (quantity.gt(maxQuantity)) {
    throw errors.parameter('The number of contracts exceeds maximum limit allowed');
  }
  if (!draft.reduceOnly && notional.lt(instrument.minNotional)) {
    const least = instrument.minNotional.toString();
    throw new BybitError(110094, `Order does not meet minimum order value ${least}USDT`);
  }
}

function sizeOf(
  { type, price, quantity, quoteQuantity }: OrderDraft,
  { maxQuantity, maxMarketQuantity }: Instrument,
  lastPrice: Decimal,
): { notional: Decimal; maxQuantity: Decimal } {
  const isMarket = type === 'MARKET';
  const notional = quoteQuantity.gt(0)
    ? quoteQuantity
    : quantity.times(isMarket ? lastPrice : price);
  return { notional, maxQuantity: isMarket ? maxMarketQuantity : maxQuantity };
}
