import { Decimal } from '../../../decimal.js';
import type { Instrument, TickStep } from '../../../model.js';

/** The rules of all instruments that are traded for one asset. */
export interface QuoteRules {
  readonly quoteAsset: string;
  /** The tick of prices from each price on, highest price first. */
  readonly ticks: readonly (readonly [from: string, tick: string])[];
  readonly minNotional: string;
}

/** Won prices. Ticks below 100 are unconfirmed, and a coin may deviate, so clients should ask. */
export const KRW: QuoteRules = {
  quoteAsset: 'KRW',
  ticks: [
    ['1000000', '1000'],
    ['500000', '500'],
    ['100000', '100'],
    ['50000', '50'],
    ['10000', '10'],
    ['5000', '5'],
    ['100', '1'],
    ['10', '0.1'],
    ['1', '0.01'],
    ['0.1', '0.001'],
    ['0', '0.0001'],
  ],
  minNotional: '5000',
};

const VOLUME_STEP = new Decimal('0.00000001');
const MOST = new Decimal('100000000000');

/** Returns the instrument that trades `baseAsset` for the quote asset. */
export function instrument(rules: QuoteRules, baseAsset: string, startPrice: string): Instrument {
  const { quoteAsset } = rules;
  const tickSteps = rules.ticks.map(([from, tick]): TickStep => {
    return { from: new Decimal(from), tick: new Decimal(tick) };
  });
  const tickSize = tickSteps.at(-1)?.tick ?? VOLUME_STEP;
  return {
    symbol: `${quoteAsset}-${baseAsset}`,
    baseAsset,
    quoteAsset,
    tickSize,
    tickSteps,
    minPrice: tickSize,
    maxPrice: MOST,
    stepSize: VOLUME_STEP,
    minQuantity: VOLUME_STEP,
    maxQuantity: MOST,
    maxMarketQuantity: MOST,
    minNotional: new Decimal(rules.minNotional),
    maxNotional: MOST,
    startPrice: new Decimal(startPrice),
  };
}
