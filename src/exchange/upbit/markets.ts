import type { MarketParts } from '../kit/korean/markets.js';
import { priceStepsOf } from './price-grid.js';

/** Upbit's list of markets contains no rules; they come from its documentation. */
export const markets: MarketParts = {
  list: { call: 'publicGetMarketAll', parameters: {} },
  minimumNotionals: { KRW: '5000', BTC: '0.00005', USDT: '0.5' },
  grid: { ticksCall: 'publicGetOrderbookInstruments', stepsOf: priceStepsOf },
};
