import { Decimal } from '../../decimal.js';
import type { Instrument } from '../../model.js';

/** The rules that differ between the assets that are traded for USDT. */
export type UsdtRow = readonly [
  base: string,
  tick: string,
  step: string,
  min: string,
  max: string,
  maxMarket: string,
  start: string,
];

/** The rules that all instruments of a market share, except the minimum notional. */
export interface UsdtBounds {
  readonly maxPrice: string;
  readonly maxNotional: string;
}

/** Returns the instrument of a row, named like "BTCUSDT". Its lowest price is one tick. */
export function usdtInstrument(
  [base, tick, step, min, max, maxMarket, start]: UsdtRow,
  minNotional: string,
  { maxPrice, maxNotional }: UsdtBounds,
): Instrument {
  return {
    symbol: `${base}USDT`,
    baseAsset: base,
    quoteAsset: 'USDT',
    tickSize: new Decimal(tick),
    minPrice: new Decimal(tick),
    maxPrice: new Decimal(maxPrice),
    stepSize: new Decimal(step),
    minQuantity: new Decimal(min),
    maxQuantity: new Decimal(max),
    maxMarketQuantity: new Decimal(maxMarket),
    minNotional: new Decimal(minNotional),
    maxNotional: new Decimal(maxNotional),
    startPrice: new Decimal(start),
  };
}
