import { Decimal } from '../../decimal.js';
import type { Instrument } from '../../model.js';

/** What is traded for USDT: the rules that differ from one asset to the next. */
export type UsdtRow = readonly [
  base: string,
  tick: string,
  step: string,
  min: string,
  max: string,
  maxMarket: string,
  start: string,
];

/** The rules that all instruments of a market have in common, but for the least worth. */
export interface UsdtBounds {
  readonly maxPrice: string;
  readonly maxNotional: string;
}

/** Returns the instrument of a row; ids are joined: "BTCUSDT". The least price is one tick. */
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
