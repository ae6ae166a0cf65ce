import { Decimal, isMultipleOf } from '../../decimal.js';
import type { Instrument, OrderDraft } from '../../model.js';
import { BinanceError, errors } from './errors.js';
import type { BinanceMarket } from './markets.js';

const SPOT_DIGITS = 8;

/** Checks a spot order against the filters of exchangeInfo. `lastPrice` values a MARKET order. */
export function checkSpotFilters(
  draft: OrderDraft,
  instrument: Instrument,
  lastPrice: Decimal,
): void {
  const { price, quantity, type } = draft;
  for (const [name, value] of Object.entries({ price, quantity })) {
    if (value.decimalPlaces() > SPOT_DIGITS) throw tooPrecise(name);
  }
  if (type === 'LIMIT') {
    if (price.isZero()) throw new BinanceError(-1013, 'Invalid price.');
    const { minPrice, maxPrice, tickSize } = instrument;
    const isInRange = price.gte(minPrice) && price.lte(maxPrice);
    if (!isInRange || !isMultipleOf(price, tickSize)) throw errors.filter('PRICE_FILTER');
  }
  if (quantity.isZero() && draft.quoteQuantity.isZero()) {
    throw new BinanceError(-1013, 'Invalid quantity.');
  }
  const { minQuantity, maxQuantity, maxMarketQuantity, stepSize } = instrument;
  const tooSmall = quantity.lt(minQuantity) && draft.quoteQuantity.isZero();
  if (tooSmall || quantity.gt(maxQuantity) || !isMultipleOf(quantity, stepSize)) {
    throw errors.filter('LOT_SIZE');
  }
  if (type === 'MARKET' && quantity.gt(maxMarketQuantity)) throw errors.filter('MARKET_LOT_SIZE');
  const spent = draft.quoteQuantity;
  const notional = spent.gt(0) ? spent : quantity.times(type === 'LIMIT' ? price : lastPrice);
  if (notional.lt(instrument.minNotional) || notional.gt(instrument.maxNotional)) {
    throw errors.filter('NOTIONAL');
  }
}

/** Checks a futures order. On futures, each rule has its own code. */
export function checkFuturesFilters(
  draft: OrderDraft,
  instrument: Instrument,
  lastPrice: Decimal,
): void {
  const { price, quantity, type } = draft;
  const { minPrice, maxPrice, tickSize, stepSize, minQuantity } = instrument;
  if (quantity.decimalPlaces() > stepSize.decimalPlaces()) throw precisionOverMaximum();
  if (quantity.isZero()) throw new BinanceError(-4003, 'Quantity less than or equal to zero.');
  if (quantity.lt(minQuantity)) throw new BinanceError(-4004, 'Quantity less than min quantity.');
  const max = type === 'MARKET' ? instrument.maxMarketQuantity : instrument.maxQuantity;
  if (quantity.gt(max)) throw new BinanceError(-4005, 'Quantity greater than max quantity.');
  if (type === 'LIMIT') {
    if (price.decimalPlaces() > Math.max(2, tickSize.decimalPlaces())) throw precisionOverMaximum();
    if (price.isZero()) throw new BinanceError(-4001, 'Price less than or equal to zero.');
    if (price.lt(minPrice)) throw new BinanceError(-4013, 'Price less than min price.');
    if (price.gt(maxPrice)) throw new BinanceError(-4002, 'Price greater than max price.');
    if (!isMultipleOf(price, tickSize)) {
      throw new BinanceError(-4014, 'Price not increased by tick size.');
    }
  }
  const notional = quantity.times(type === 'LIMIT' ? price : lastPrice);
  if (!draft.reduceOnly && notional.lt(instrument.minNotional)) {
    throw new BinanceError(
      -4164,
      `Order's notional must be no smaller than ${instrument.minNotional.toString()} (unless you choose reduce only).`,
    );
  }
}

/** Returns the filters as exchangeInfo lists them. The markets differ in that of the notional. */
export function describeFilters(instrument: Instrument, market: BinanceMarket): object[] {
  const { stepSize, minQuantity, maxQuantity, maxMarketQuantity } = instrument;
  const digits = market === 'spot' ? SPOT_DIGITS : undefined;
  const text = (value: Decimal): string => (digits ? value.toFixed(digits) : value.toString());
  const isSpot = market === 'spot';
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: text(instrument.minPrice),
      maxPrice: text(instrument.maxPrice),
      tickSize: text(instrument.tickSize),
    },
    {
      filterType: 'LOT_SIZE',
      minQty: text(minQuantity),
      maxQty: text(maxQuantity),
      stepSize: text(stepSize),
    },
    {
      filterType: 'MARKET_LOT_SIZE',
      // On spot, a zero here means that step and minimum are those of LOT_SIZE.
      minQty: text(isSpot ? new Decimal(0) : minQuantity),
      maxQty: text(maxMarketQuantity),
      stepSize: text(isSpot ? new Decimal(0) : stepSize),
    },
    isSpot
      ? {
          filterType: 'NOTIONAL',
          minNotional: text(instrument.minNotional),
          applyMinToMarket: true,
          maxNotional: text(instrument.maxNotional),
          applyMaxToMarket: false,
          avgPriceMins: 5,
        }
      : { filterType: 'MIN_NOTIONAL', notional: text(instrument.minNotional) },
  ];
}

function tooPrecise(name: string): BinanceError {
  return new BinanceError(-1111, `Parameter '${name}' has too much precision.`);
}

function precisionOverMaximum(): BinanceError {
  return new BinanceError(-1111, 'Precision is over the maximum defined for this asset.');
}
