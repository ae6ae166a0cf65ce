import { Decimal } from '../../decimal.js';
import type { Instrument } from '../../model.js';
import type { Category } from './categories.js';

/** tick, step, smallest and largest quantity, largest of a market order, start price */
type Row = [
  base: string,
  tick: string,
  step: string,
  min: string,
  max: string,
  maxMarket: string,
  start: string,
];

const SPOT: Row[] = [
  ['BTC', '0.01', '0.000001', '0.00001', '100', '50', '50000'],
  ['ETH', '0.01', '0.00001', '0.0001', '1000', '500', '2500'],
  ['SOL', '0.01', '0.001', '0.001', '10000', '5000', '150'],
  ['XRP', '0.0001', '0.01', '0.01', '1000000', '500000', '2'],
];

const LINEAR: Row[] = [
  ['BTC', '0.10', '0.001', '0.001', '100', '50', '50000'],
  ['ETH', '0.01', '0.01', '0.01', '1000', '500', '2500'],
  ['SOL', '0.010', '0.1', '0.1', '10000', '5000', '150'],
  ['XRP', '0.0001', '0.1', '0.1', '1000000', '500000', '2'],
];

export const SPOT_INSTRUMENTS = SPOT.map((row) => instrument(row, '1', '4000000'));
export const LINEAR_INSTRUMENTS = LINEAR.map((row) => instrument(row, '5', '1000000000'));

const QUOTE_STEP = '0.00000001';

/** Returns an instrument as instruments-info lists it. */
export function instrumentView(instrument: Instrument, category: Category): object {
  const { tickSize, stepSize, minQuantity, maxQuantity, maxMarketQuantity } = instrument;
  const common = {
    symbol: instrument.symbol,
    status: 'Trading',
    baseCoin: instrument.baseAsset,
    quoteCoin: instrument.quoteAsset,
  };
  if (category === 'spot') {
    return {
      ...common,
      innovation: '0',
      marginTrading: 'utaOnly',
      stTag: '0',
      lotSizeFilter: {
        basePrecision: stepSize.toString(),
        quotePrecision: QUOTE_STEP,
        minOrderQty: minQuantity.toString(),
        maxOrderQty: maxQuantity.toString(),
        minOrderAmt: instrument.minNotional.toString(),
        maxOrderAmt: instrument.maxNotional.toString(),
        maxLimitOrderQty: maxQuantity.toString(),
        maxMarketOrderQty: maxMarketQuantity.toString(),
      },
      priceFilter: { tickSize: tickSize.toString() },
      riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' },
    };
  }
  return {
    ...common,
    contractType: 'LinearPerpetual',
    settleCoin: instrument.quoteAsset,
    launchTime: '1585526400000',
    deliveryTime: '0',
    deliveryFeeRate: '',
    priceScale: String(tickSize.decimalPlaces()),
    leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
    priceFilter: {
      minPrice: tickSize.toString(),
      maxPrice: instrument.maxPrice.toString(),
      tickSize: tickSize.toString(),
    },
    lotSizeFilter: {
      minOrderQty: minQuantity.toString(),
      maxOrderQty: maxQuantity.toString(),
      maxMktOrderQty: maxMarketQuantity.toString(),
      postOnlyMaxOrderQty: maxQuantity.toString(),
      qtyStep: stepSize.toString(),
      minNotionalValue: instrument.minNotional.toString(),
    },
    unifiedMarginTrade: true,
    fundingInterval: 480,
    copyTrading: 'none',
    isPreListing: false,
  };
}

function instrument(row: Row, minNotional: string, maxNotional: string): Instrument {
  const [base, tick, step, min, max, maxMarket, start] = row;
  return {
    symbol: `${base}USDT`,
    baseAsset: base,
    quoteAsset: 'USDT',
    tickSize: new Decimal(tick),
    minPrice: new Decimal(tick),
    maxPrice: new Decimal('1999999'),
    stepSize: new Decimal(step),
    minQuantity: new Decimal(min),
    maxQuantity: new Decimal(max),
    maxMarketQuantity: new Decimal(maxMarket),
    minNotional: new Decimal(minNotional),
    maxNotional: new Decimal(maxNotional),
    startPrice: new Decimal(start),
  };
}
