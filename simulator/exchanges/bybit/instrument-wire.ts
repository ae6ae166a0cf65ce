import type { Instrument } from '../../model.js';
import type { Category } from './categories.js';

const QUOTE_STEP = '0.00000001';

/** Returns an instrument as instruments-info lists it. */
export function instrumentView(instrument: Instrument, category: Category): object {
  const common = {
    symbol: instrument.symbol,
    baseCoin: instrument.baseAsset,
    quoteCoin: instrument.quoteAsset,
  };
  return { ...common, ...(category === 'spot' ? spotTerms(instrument) : linearTerms(instrument)) };
}

function spotTerms(instrument: Instrument): object {
  const { tickSize, stepSize, minQuantity, maxQuantity, maxMarketQuantity } = instrument;
  return {
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

function linearTerms(instrument: Instrument): object {
  const { tickSize, stepSize, minQuantity, maxQuantity, maxMarketQuantity } = instrument;
  return {
    contractType: instrument.contractType ?? 'LinearPerpetual',
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
